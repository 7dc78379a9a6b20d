-- Tables of an attached publication: one file, or a delta over a whole snapshot, where every table
-- is a view over both.
select table_name, list(column_name)
from duckdb_columns()
where database_name = $database and not internal and not starts_with(table_name, 'current_')
group by table_name
