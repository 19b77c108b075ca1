-- Changes what is said of the person @person, and disables them or lets them in again. Who is disabled
-- is signed out.
with ended as (
    update session set ended_at = now() where @disabled and person_id = @person and ended_at is null
)
update person
set full_name = @full_name, email = @email,
    disabled_at = case when @disabled then coalesce(disabled_at, now()) end
where id = @person
