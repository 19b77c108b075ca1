-- Today in the district's time zone, @zone unless it has set one.
select (clock_timestamp() at time zone coalesce((select value #>> '{}' from setting where key = 'time_zone'), @zone))::date
