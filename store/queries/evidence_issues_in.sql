-- The issues in a box, and those that are duplicates of them wherever they lie, in order of identity: id,
-- point as WKB, kind, when it was opened and closed, whether it or what it is a duplicate of is void, whether
-- it reports an incident whose first report is not known, and that first report (itself: none other).
with recursive under as (
    select id from issue where point && st_makeenvelope(@west, @south, @east, @north, 4490)
    union
    select issue.id from under join issue on issue.duplicate_of = under.id
), way as (
    select issue.id, issue.id as at, issue.duplicate_of as next, issue.status = 'void' as void, issue.duplicate
    from under join issue on issue.id = under.id
    union
    select way.id, issue.id, issue.duplicate_of, issue.status = 'void', issue.duplicate
    from way join issue on issue.id = way.next
), root as (
    select id, bool_or(void) as void, max(at) filter (where next is null) as first,
        coalesce(bool_or(duplicate) filter (where next is null), true) as lost
    from way group by id
)
select issue.id, st_asbinary(issue.point, 'NDR'), issue.kind, issue.opened_at, issue.closed_at, root.void, root.lost, root.first
from root join issue on issue.id = root.id
order by issue.id
