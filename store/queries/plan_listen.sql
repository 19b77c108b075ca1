-- Nothing; from now on the connection is told when a plan changes.
listen gewu_plan
