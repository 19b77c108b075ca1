-- Gives a label to the areas that have none.
update next set label = label_point(geom) where label is null
