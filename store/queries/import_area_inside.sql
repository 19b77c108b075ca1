-- Gives staged areas that state no parent the community in which an interior point of them lies.
update staged set parent_id = community.area_id, scope = community.area_id
from in_force as community
where staged.parent = '' and community.role = 'community' and community.profile = @profile
  and community.geom && staged.shape and st_covers(community.geom, interior_point(staged.shape))
  and not exists (
      select from in_force as other
      where other.role = 'community' and other.profile = @profile and other.area_id < community.area_id
        and other.geom && staged.shape and st_covers(other.geom, interior_point(staged.shape)))
