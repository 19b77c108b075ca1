-- What a row of operations made of its plan, as package plan writes it: the nodes, borders, cells and grids that it
-- changed, as they became. The plan is made again of these and not of the operations, so that a program that
-- would divide, draw or give otherwise makes the same plan of a log that is older than it.
alter table plan_log add column outcome bytea; -- null: no row of operations, or one from before outcomes were kept
alter table plan_log add constraint plan_log_outcome check (outcome is null or kind = 'operations');
