package interchange

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
)

var errUnsupported = errors.New("this format cannot be read")

func (f *File) openCSV(*bufio.Reader) (statement, error) { return statement{}, errUnsupported }

func (f *File) openZip(context.Context, string, *os.File, int64) (statement, error) {
	return statement{}, errUnsupported
}

func (f *File) openGeoPackage(context.Context, string) (statement, error) {
	return statement{}, errUnsupported
}

func (f *File) openOSM(context.Context, io.Reader) (statement, error) {
	return statement{}, errUnsupported
}

func (f *File) openGDAL(context.Context, string) (statement, error) {
	return statement{}, errUnsupported
}
