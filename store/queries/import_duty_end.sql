-- With @replace ends the holdings of @source that the file does not have any more on @day: those
-- that have begun stop, those that have not are removed.
with gone as (
    select holder.id, holder.from_date < @day::date as begun
    from holder join staff on staff.id = holder.staff_id
    where @replace::bool and staff.source = @source and coalesce(holder.until > @day, true)
      and not exists (select from staged where staged.holder_id = holder.id)
), ended as (
    update holder set until = @day from gone where holder.id = gone.id and begun
), removed as (
    delete from holder using gone where holder.id = gone.id and not begun
)
select count(*) from gone
