-- Moves the version of the data on by @by; returns it.
update dataset set version = version + @by returning version
