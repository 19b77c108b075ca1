-- Sets whether visitors see who holds @post; returns the new version.
with changed as (update post set notice = @notice where id = @post returning id)
select record_change('level', null, null) from changed
