package main

import (
	"bufio"
	"errors"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
)

// unpacked reads file, through gzip when it begins as gzip does. Of a packed file the size is
// not told: progress would be wrong.
func unpacked(file *os.File, size int64) (io.Reader, int64, func() error, error) {
	in := bufio.NewReader(file)
	magic, _ := in.Peek(2) // an empty file is for the reader to refuse
	if string(magic) != "\x1f\x8b" {
		return in, size, file.Close, nil
	}
	packed, err := gzip.NewReader(in)
	if err != nil {
		return nil, 0, nil, errors.Join(err, file.Close())
	}
	return packed, 0, func() error { return errors.Join(packed.Close(), file.Close()) }, nil
}
