package interchange

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// The format's own limits on a block and on the header before it.
const (
	maxBlockHeader = 64 << 10
	maxBlock       = 32 << 20
)

// checkFrames looks through the blocks of an OpenStreetMap PBF file, so that one that is cut off, or
// contradicts itself, is refused before anything of it is used.
func checkFrames(file io.ReadSeeker, size int64) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	var body []byte
	for at := int64(0); at < size; {
		frame, err := readFrame(file)
		if err != nil {
			return fmt.Errorf("the OpenStreetMap file is cut off or damaged at byte %d of %d: %w", at, size, err)
		}
		if at+frame.length > size {
			return fmt.Errorf("the OpenStreetMap file is cut off at byte %d: %w", size, io.ErrUnexpectedEOF)
		}
		body = slices.Grow(body[:0], int(frame.body))[:frame.body]
		if _, err := io.ReadFull(file, body); err != nil {
			return fmt.Errorf("the OpenStreetMap file is cut off at byte %d: %w", size, unexpected(err))
		}
		if err := checkBlock(frame.kind, body); err != nil {
			return fmt.Errorf("the OpenStreetMap file is damaged in the block at byte %d of %d; fetch it again: %w", at, size, err)
		}
		at += frame.length
	}
	return nil
}

// An osmFrame is the header of a block: what it holds, how long its body is, and both together.
type osmFrame struct {
	kind         string
	body, length int64
}

// readFrame reads the header of a block.
func readFrame(r io.Reader) (osmFrame, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return osmFrame{}, unexpected(err)
	}
	headerSize := binary.BigEndian.Uint32(size[:])
	if headerSize > maxBlockHeader {
		return osmFrame{}, errors.New("a block's header is too long")
	}
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(r, header); err != nil {
		return osmFrame{}, unexpected(err)
	}
	f, err := frameOf(header)
	f.length = int64(len(size)) + int64(headerSize) + f.body
	return f, err
}

// frameOf finds type and datasize, the first and third field of a BlobHeader.
func frameOf(header []byte) (osmFrame, error) {
	f := osmFrame{body: -1}
	err := eachField(header, func(number protowire.Number, value fieldValue) error {
		switch number {
		case 1:
			if value.kind != protowire.BytesType || f.kind != "" {
				return errBlock
			}
			f.kind = string(value.bytes)
		case 3:
			if value.kind != protowire.VarintType || value.number > maxBlock || f.body >= 0 {
				return errors.New("a block states an impossible length")
			}
			f.body = int64(value.number)
		}
		return nil
	})
	if err == nil && f.body < 0 {
		err = errors.New("a block does not state its length")
	}
	return f, err
}
