-- Unites staged areas of the same code: the first keeps the land of all.
with pieces as (
    select ctid, code, row_number() over (partition by code order by row, ctid) as nth,
        count(*) over (partition by code) as number
    from staged
), united as (
    update staged set raw = whole.land
    from (select staged.code, st_multi(st_union(staged.shape)) as land
          from staged join pieces on pieces.ctid = staged.ctid where number > 1 group by staged.code) as whole, pieces
    where pieces.ctid = staged.ctid and whole.code = staged.code and nth = 1
)
delete from staged using pieces where pieces.ctid = staged.ctid and nth > 1
