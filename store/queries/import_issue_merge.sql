-- Takes over the staged issues of @source, and with @replace removes those that it has no
-- more: the numbers staged, added, changed and removed, and the box of all that was touched. An
-- issue whose position stays keeps the system that it was first reported in. Which issues are
-- duplicates of which is told by import_issue_fold afterwards.
with incoming as not materialized (
    select source_id,
        kind, @table::bigint as table_id, title, address, opened_at, due_at, closed_at, status, fix_crs, fix_accuracy, duplicate, duplicate_of, attributes,
        place as point, grid_id, edition_id
    from staged left join placed on placed.id = staged.id
), changed as (
    update issue set
        kind = incoming.kind,
        table_id = incoming.table_id,
        title = incoming.title,
        address = incoming.address,
        opened_at = incoming.opened_at,
        due_at = incoming.due_at,
        closed_at = incoming.closed_at,
        status = incoming.status,
        fix_crs = case when incoming.point = old.point then old.fix_crs else incoming.fix_crs end,
        fix_accuracy = incoming.fix_accuracy,
        duplicate = incoming.duplicate,
        duplicate_of = null,
        attributes = incoming.attributes,
        point = incoming.point,
        grid_id = incoming.grid_id,
        edition_id = incoming.edition_id
    from incoming
    join issue as old on old.source = @source and old.source_id = incoming.source_id
    left join issue as original on original.id = old.duplicate_of
    where issue.id = old.id
      and (old.kind, old.table_id, old.title, old.address, old.opened_at, old.due_at, old.closed_at, old.status,
           old.fix_accuracy, old.duplicate, coalesce(original.source_id, ''), old.attributes, old.point, old.grid_id, old.edition_id)
          is distinct from
          (incoming.kind, incoming.table_id, incoming.title, incoming.address, incoming.opened_at, incoming.due_at,
           incoming.closed_at, incoming.status, incoming.fix_accuracy, incoming.duplicate, incoming.duplicate_of, incoming.attributes,
           incoming.point, incoming.grid_id, incoming.edition_id)
    returning box2d(st_collect(old.point, issue.point)) as box
), added as (
    insert into issue (source, source_id,
        kind, table_id, title, address, opened_at, due_at, closed_at, status, fix_crs, fix_accuracy, duplicate, attributes, point,
        grid_id, edition_id)
    select @source, source_id,
        kind, table_id, title, address, opened_at, due_at, closed_at, status, fix_crs, fix_accuracy, duplicate, attributes, point,
        grid_id, edition_id
    from incoming
    where not exists (select from issue where source = @source and source_id = incoming.source_id)
    returning box2d(point) as box
), removed as (
    delete from issue
    where @replace::bool and source = @source
      and not exists (select from staged where staged.source_id = issue.source_id)
    returning box2d(point) as box
)
select (select count(*) from staged), (select count(*) from added), (select count(*) from changed),
    (select count(*) from removed),
    (select st_asbinary(box_outline(st_extent(box::geometry)))
     from (select box from added union all select box from changed union all select box from removed) as touched)
