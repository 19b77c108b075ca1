-- How a geometry from a file comes to the ground: into CGCS2000, onto the lattice of 1e-7
-- degree (about a centimetre), valid or not at all.

-- The geometry in CGCS2000; null where its coordinate system cannot say where that is.
create function to_cgcs2000(raw geometry) returns geometry
    language plpgsql immutable strict parallel safe as $$
declare
    ground geometry := raw;
begin
    if st_srid(raw) <> 4490 then
        ground := st_transform(raw, 4490);
    end if;
    if st_xmin(ground) >= -180 and st_xmax(ground) <= 180 and st_ymin(ground) >= -90 and st_ymax(ground) <= 90 then
        return ground;
    end if;
    return null;
exception when internal_error then -- PROJ: the point is outside of the projection's domain
    return null;
end
$$;

-- The geometry as it is kept, as a multi geometry unless it is a point. Null when it cannot be:
-- no_ground then says why. Rounding alone makes no valid geometry invalid: where it would,
-- the outline is noded on the lattice.
create function on_ground(raw geometry) returns geometry
    language plpgsql immutable strict parallel safe as $$
declare
    exact geometry := raw;
    kept geometry;
begin
    if st_srid(raw) <> 4490 then
        exact := to_cgcs2000(raw);
    end if;
    kept := st_snaptogrid(exact, 1e-7);
    if st_dimension(kept) = 2 and not st_isvalid(kept) then
        if not st_isvalid(exact) then
            return null;
        end if;
        kept := st_collectionextract(st_snaptogrid(st_reduceprecision(exact, 1e-7), 1e-7), 3);
        if not st_isvalid(kept) then
            return null;
        end if;
    end if;
    if kept is null or st_isempty(kept) then
        return null;
    end if;
    if st_dimension(kept) = 0 then
        return kept;
    end if;
    return st_multi(kept);
end
$$;

-- Why on_ground returns null, with the place in CGCS2000.
create function no_ground(raw geometry) returns text
    language plpgsql immutable strict parallel safe as $$
declare
    exact geometry := to_cgcs2000(raw);
    flaw valid_detail;
begin
    if exact is null then
        return format('its coordinates are outside of what EPSG:%s can express', st_srid(raw));
    end if;
    flaw := st_isvaliddetail(exact);
    if (flaw).valid then
        return 'it is smaller than 1e-7 degree, about a centimetre';
    end if;
    return format('%s at %s %s', lower((flaw).reason), round(st_x((flaw).location)::numeric, 7), round(st_y((flaw).location)::numeric, 7));
end
$$;

-- The geometry in CGCS2000 with its outline made valid: rings that cross themselves are taken
-- apart, what lies in an odd or even number of rings of a polygon's structure is kept. Null
-- when nothing of its dimension is left.
create function mended(raw geometry) returns geometry
    language plpgsql immutable strict parallel safe as $$
declare
    valid geometry := st_makevalid(to_cgcs2000(raw), 'method=structure');
begin
    valid := st_collectionextract(st_reduceprecision(valid, 1e-7), st_dimension(raw) + 1);
    return case when not st_isempty(valid) then valid end;
end
$$;

-- A point inside the land: its centre of gravity where that is inside, otherwise a point on it.
create function interior_point(land geometry) returns geometry
    language plpgsql immutable strict parallel safe as $$
declare
    centre geometry := st_snaptogrid(st_centroid(land), 1e-7);
begin
    if st_covers(land, centre) then
        return centre;
    end if;
    return st_snaptogrid(st_pointonsurface(land), 1e-7);
end
$$;

-- Where a label has most room: the centre of the largest circle inside the land, measured on
-- the ground. A point of the land.
create function label_point(land geometry) returns geometry
    language plpgsql immutable strict parallel safe as $$
declare
    shrink float8 := greatest(cos(radians((st_ymin(land) + st_ymax(land)) / 2)), 0.01); -- a degree of longitude to one of latitude
    centre geometry;
begin
    centre := (st_maximuminscribedcircle(st_scale(land, shrink, 1))).center;
    centre := st_snaptogrid(st_scale(centre, 1 / shrink, 1), 1e-7);
    if st_covers(land, centre) then
        return centre;
    end if;
    return st_snaptogrid(st_pointonsurface(land), 1e-7);
end
$$;

-- The outline of a box as a polygon, whatever is in it: a single point has one too. Null for none.
create function box_outline(box box2d) returns geometry
    language sql immutable strict parallel safe as $$
    select st_makeenvelope(st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box), 4490)
$$;
