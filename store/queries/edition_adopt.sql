-- Puts areas whose parent is not in their scope any more under the scope itself.
update next set parent_id = nullif(scope, 0)
where parent_id <> scope
  and not exists (select from next as above where above.area_id = next.parent_id and above.scope = next.scope)
