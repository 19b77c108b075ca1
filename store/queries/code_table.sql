-- The id of a code table.
select id from code_table where standard = @standard and version = @version and kind = @kind
