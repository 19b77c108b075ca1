// Package tiles names vector tiles and the layers in them, and serves them over HTTP.
package tiles

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// MaxZoom is the deepest zoom that an address may have. Layers end earlier, see Layer.MaxZoom;
// beyond its last zoom a map draws a layer from the tiles of that zoom.
const MaxZoom = 22

// ErrAddress is wrapped by every error of ParseAddress and NewAddress.
var ErrAddress = errors.New("not a tile address")

// An Address names one tile of the XYZ scheme: x grows eastwards from 180° W, y grows southwards.
// The zero Address is the tile of the whole world.
type Address struct{ Z, X, Y uint32 }

// String writes the address as "z/x/y".
func (a Address) String() string { return fmt.Sprintf("%d/%d/%d", a.Z, a.X, a.Y) }

// ParseAddress parses an address such as "12/3372/1552". Each address has one spelling: a sign,
// a leading zero or a space is refused, and so is a tile outside the map or deeper than MaxZoom.
func ParseAddress(s string) (Address, error) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 {
		return Address{}, fmt.Errorf("tile %q is not z/x/y: %w", s, ErrAddress)
	}
	var n [3]uint32
	for i, part := range parts {
		v, err := strconv.ParseUint(part, 10, 32)
		if err != nil || part[0] == '0' && len(part) > 1 {
			return Address{}, fmt.Errorf("tile %q is not z/x/y: %w", s, ErrAddress)
		}
		n[i] = uint32(v)
	}
	return NewAddress(n[0], n[1], n[2])
}

// NewAddress returns the address of tile x, y of zoom z, or an error when there is no such tile.
func NewAddress(z, x, y uint32) (Address, error) {
	a := Address{z, x, y}
	if z > MaxZoom {
		return Address{}, fmt.Errorf("tile %v is deeper than zoom %d: %w", a, MaxZoom, ErrAddress)
	}
	if x >= 1<<z || y >= 1<<z {
		return Address{}, fmt.Errorf("tile %v is outside the map: %w", a, ErrAddress)
	}
	return a, nil
}
