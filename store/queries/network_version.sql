-- The last version of the data at which roads or water changed, and the day of the district on which that was; 0 and null: never.
select coalesce(max(version), 0), (max(at) at time zone @zone::text)::date
from change
where noun in ('road', 'water')
