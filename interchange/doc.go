// Package interchange reads and writes the files by which a district's data comes and goes:
// GeoJSON, GeoJSONSeq, CSV, GeoPackage and OpenStreetMap PBF natively, everything else that
// GDAL reads through its ogr2ogr. Readers stream: memory does not grow with the file, but for
// OpenStreetMap, where it grows with the number of nodes that the wanted ways use.
//
// A [File] yields features; a [Mapping] turns them into the records of package district. What
// is wrong with one row is a [RowError], after which reading goes on; any other error is final.
//
// Coordinates of WGS 84, CGCS2000, GCJ-02 and BD-09 leave this package as CGCS2000. Those of
// another system (EPSG:n) leave it as they are, for PostGIS to transform.
package interchange
