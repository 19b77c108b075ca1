-- Plans, the one changed last first: all that is kept of each but its division, with the full name of who began it
-- ("": none is known), whether one of its communities has a newer edition than it began from, and the editions it was
-- published as.
select plan.id, title, note, state, revision, communities, coalesce(author_id, 0), author_name,
    coalesce((select full_name from person where person.id = author_id), ''), created_at, changed_at,
    started_from, coalesce(copied_from, 0), base_editions,
    state not in ('published', 'dropped') and exists (
        select from unnest(communities, base_editions) as of (community, base)
        where base is distinct from coalesce((
            select edition.id from edition where scope_id = community
            order by in_force_from desc, number desc limit 1), 0)),
    array(select edition.id from edition where plan_id = plan.id order by edition.id)
from plan
where (@plan::bigint is null or plan.id = @plan)
  and (@community::bigint is null or communities @> array[@community])
  and (@state::text is null or state = @state)
order by changed_at desc, plan.id desc
