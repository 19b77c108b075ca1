-- Every facility in order of identity: id, kind, name and point as WKB.
select id, kind, name, st_asbinary(point, 'NDR') from facility order by id
