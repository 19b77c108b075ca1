-- The roles under which the service speaks to its databases. Roles belong to the whole cluster of
-- PostgreSQL, so they may be there already, or be made by another database at this very moment.
-- They have no password. The user who migrates must be allowed to act as each of them.
do $$
declare
    wanted text;
    acts boolean;
begin
    foreach wanted in array array['gewu_service', 'gewu_loader', 'gewu_reader'] loop
        begin
            if not exists (select from pg_roles where rolname = wanted) then
                execute format('create role %I login', wanted);
            end if;
            if current_setting('server_version_num')::int >= 160000 then
                acts := pg_has_role(wanted, 'set');
            else
                acts := pg_has_role(wanted, 'member');
            end if;
            if not acts then
                execute format('grant %I to current_user', wanted);
            end if;
        exception
            when duplicate_object or unique_violation then
                null;
            when insufficient_privilege then
                raise exception 'user % cannot act as the role %', current_user, wanted using
                    errcode = 'insufficient_privilege',
                    hint = format('let a superuser run: create role %1$I login; grant %1$I to %2$I', wanted, current_user);
        end;
    end loop;
end
$$;
