package interchange

import (
	"encoding/hex"
	"testing"

	"github.com/paulmach/orb"
)

// FuzzGPKGBlob reads any bytes as a geometry of a GeoPackage.
func FuzzGPKGBlob(f *testing.F) {
	for _, seed := range []string{
		"4750000100000000" + "0101000000000000000000f03f0000000000000040",
		"4750000300000000" + "0000000000000000000000000000000000000000000000000000000000000000" + "0102000000010000000000000000000000",
		"4750001100000000", "4750000100000000" + "0106000000ffffffff", "4750000100000000" + "01eb030000010000000400000000",
	} {
		b, err := hex.DecodeString(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := parseGPKG(b)
		if (g == nil) == (err == nil) {
			t.Errorf("geometry %v with error %v", g, err)
		}
		if g != nil && check(g, "wgs84", true) == "" {
			eachPoint(g, func(p orb.Point) orb.Point { return p })
		}
	})
}

// FuzzFrames looks for the blocks of an OpenStreetMap file in any bytes.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("\x0a\x09OSMHeader\x18\x40"))
	f.Fuzz(func(t *testing.T, header []byte) {
		if frame, err := frameOf(header); err == nil && (frame.body < 0 || frame.body > maxBlock) {
			t.Errorf("a block of %d bytes", frame.body)
		}
	})
}

// FuzzCharset tries the rule that finds an encoding on any bytes.
func FuzzCharset(f *testing.F) {
	f.Add([]byte("\xc1\xd0\xb6\xab"))
	f.Add([]byte("caf\xe9"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if share := chineseShare(b); share < 0 || share > 1 {
			t.Errorf("share %v", share)
		}
		isChinese(b)
		if whole := wholeRunes(b); len(b)-len(whole) > 3 {
			t.Errorf("%d bytes cut from %q", len(b)-len(whole), b)
		}
	})
}
