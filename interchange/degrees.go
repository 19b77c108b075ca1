package interchange

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/paulmach/orb"
)

// Degrees converts positions of a coordinate system to longitude and latitude. Those of geo's four
// systems, which are converted while reading, and of other systems of degrees are returned as they
// are. For the rest GDAL is needed. The error names the system.
func Degrees(ctx context.Context, crs CRS, points []orb.Point) ([]orb.Point, error) {
	if crs.degrees() || len(points) == 0 {
		return points, nil
	}
	var in bytes.Buffer
	for _, p := range points {
		fmt.Fprintf(&in, "%.17g %.17g\n", p[0], p[1])
	}
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(ctx, "gdaltransform", "-s_srs", string(crs), "-t_srs", "EPSG:4490", "-output_xy")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = &in, &out, &limited{&complaint, 64 << 10}
	cmd.Env = gdalEnvironment()
	switch err := cmd.Run(); {
	case errors.Is(err, exec.ErrNotFound):
		return nil, fmt.Errorf("positions of %s are converted by GDAL, which is not installed: apt-get install gdal-bin", crs)
	case err != nil:
		return nil, fmt.Errorf("convert positions of %s to degrees: %s", crs, strings.TrimSpace(complaint.String()))
	}
	return readPositions(crs, &out, len(points))
}

// readPositions reads n lines of "longitude latitude".
func readPositions(crs CRS, out *bytes.Buffer, n int) ([]orb.Point, error) {
	degrees := make([]orb.Point, 0, n)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var p orb.Point
		if _, err := fmt.Sscan(lines.Text(), &p[0], &p[1]); err != nil {
			return nil, fmt.Errorf("a position of %s has no longitude and latitude: %q", crs, lines.Text())
		}
		degrees = append(degrees, p)
	}
	if len(degrees) != n {
		return nil, fmt.Errorf("%d of %d positions of %s were converted to degrees", len(degrees), n, crs)
	}
	return degrees, nil
}

// InDegrees reports whether coordinates of the system, as Features yields them, are longitude and
// latitude.
func (c CRS) InDegrees() bool { return c.degrees() }
