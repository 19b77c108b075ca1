package interchange

import (
	"context"
	"errors"
	"io"
)

var errUnsupported = errors.New("this format cannot be read")

func (f *File) openGeoPackage(context.Context, string) (statement, error) {
	return statement{}, errUnsupported
}

func (f *File) openOSM(context.Context, io.Reader) (statement, error) {
	return statement{}, errUnsupported
}

func (f *File) openGDAL(context.Context, string) (statement, error) {
	return statement{}, errUnsupported
}
