package interchange

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// A File is an open file of features. It is for one goroutine, but for Progress, which any may
// call.
type File struct {
	name    string
	rows    rows
	crs     CRS
	options Options
	counter counter
	notices func() []string
	turning turning
	closers []io.Closer
	cancel  context.CancelFunc
}

// CRS returns the coordinate system of the file: one of geo's four names, or EPSG:n.
func (f *File) CRS() CRS { return f.crs }

// SRID returns the identifier of the coordinates that Features yields: 4490 when CRS is one of
// geo's four, which are converted to CGCS2000 while reading, else n of EPSG:n.
func (f *File) SRID() int { return f.crs.SRID() }

// Progress returns how much has been read and how much there is, in bytes or features. A total
// of 0 means that it is not known.
func (f *File) Progress() (done, total int64) { return f.counter.done.Load(), f.counter.total }

// Notices returns what the caller should tell the user although nothing is refused, such as
// shapes that are cut off at the edge of an extract. It is complete after Features has ended.
func (f *File) Notices() []string {
	var list []string
	if f.notices != nil {
		list = f.notices()
	}
	return append(list, f.turning.notices()...)
}

// Features yields the file's features, checked and in the coordinates that SRID names. It may
// be ranged over once. A *RowError is one row that is refused; any other error is the last.
func (f *File) Features() Features {
	return func(yield func(Feature, error) bool) {
		for {
			feature, err := f.next()
			var refused *RowError
			final := err != nil && !errors.As(err, &refused)
			if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && final {
				return
			}
			if final {
				err = fmt.Errorf("read %s: %w", f.name, err)
			}
			if !yield(feature, err) || final {
				return
			}
		}
	}
}

func (f *File) next() (Feature, error) {
	feature, err := f.rows.next()
	if err != nil {
		return Feature{}, err
	}
	if why := check(feature.Geometry, f.crs, f.options.Repair); why != "" {
		return Feature{}, feature.refuse("%s", why)
	}
	feature.Geometry = convert(feature.Geometry, f.crs)
	f.turning.straighten(&feature)
	return feature, nil
}

// Close releases the file and ends any program that reads it.
func (f *File) Close() error {
	if f.cancel != nil {
		f.cancel()
	}
	var errs []error
	if f.rows != nil {
		errs = append(errs, f.rows.Close())
	}
	for _, c := range f.closers {
		errs = append(errs, c.Close())
	}
	f.closers, f.rows = nil, noRows{}
	return errors.Join(errs...)
}

// noRows is a file after Close.
type noRows struct{}

func (noRows) next() (Feature, error) { return Feature{}, errors.New("the file is closed") }
func (noRows) Close() error           { return nil }
