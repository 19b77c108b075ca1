package interchange

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"google.golang.org/protobuf/encoding/protowire"
)

// The format's own limits on a block and on the header before it.
const (
	maxBlockHeader = 64 << 10
	maxBlock       = 32 << 20
)

// checkFrames walks the blocks of an OpenStreetMap PBF file by their stated lengths, without
// reading them, so that a file that is cut off is refused before anything of it is used.
func checkFrames(file io.ReadSeeker, size int64) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	for at := int64(0); at < size; {
		length, err := frameLength(file)
		if err != nil {
			return fmt.Errorf("the OpenStreetMap file is cut off or damaged at byte %d of %d: %w", at, size, err)
		}
		if at += length; at > size {
			return fmt.Errorf("the OpenStreetMap file is cut off at byte %d: %w", size, io.ErrUnexpectedEOF)
		}
		if _, err := file.Seek(at, io.SeekStart); err != nil {
			return err
		}
	}
	return nil
}

// frameLength reads the header of a block and returns the length of both together.
func frameLength(r io.Reader) (int64, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return 0, unexpected(err)
	}
	headerSize := binary.BigEndian.Uint32(size[:])
	if headerSize > maxBlockHeader {
		return 0, errors.New("a block's header is too long")
	}
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(r, header); err != nil {
		return 0, unexpected(err)
	}
	block, err := blockSize(header)
	return int64(len(size)) + int64(headerSize) + block, err
}

// blockSize finds datasize, the third field of a BlobHeader.
func blockSize(header []byte) (int64, error) {
	for len(header) > 0 {
		field, kind, n := protowire.ConsumeTag(header)
		if n < 0 {
			return 0, protowire.ParseError(n)
		}
		header = header[n:]
		if field == 3 && kind == protowire.VarintType {
			size, n := protowire.ConsumeVarint(header)
			if n < 0 || size > maxBlock {
				return 0, errors.New("a block states an impossible length")
			}
			return int64(size), nil
		}
		if n = protowire.ConsumeFieldValue(field, kind, header); n < 0 {
			return 0, protowire.ParseError(n)
		}
		header = header[n:]
	}
	return 0, errors.New("a block does not state its length")
}
