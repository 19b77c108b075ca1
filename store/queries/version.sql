-- The version of the data.
select version from dataset
