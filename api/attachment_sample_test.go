package api_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// banner is a picture of four quarters: red and green above blue and white.
func banner(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, quarters[2*y/h][2*x/w])
		}
	}
	return img
}

var quarters = [2][2]color.RGBA{
	{{200, 0, 0, 255}, {0, 200, 0, 255}},
	{{0, 0, 200, 255}, {255, 255, 255, 255}},
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is a TIFF with one entry, how the picture lies, and where it was taken.
func exif(order binary.AppendByteOrder, turning uint16) []byte {
	b := []byte("II*\x00")
	if order.String() == "BigEndian" {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint16(order.AppendUint32(b, 8), 1)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = order.AppendUint16(order.AppendUint16(b, turning), 0)
	return append(b, "GPS 31.2304 121.4737"...)
}

// withExif puts exif into a JPEG, behind its first two bytes.
func withExif(file, tiff []byte) []byte {
	body := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe1"), uint16(len(body)+2))
	return append(append(head, body...), file[2:]...)
}

// chunk is a part of a PNG.
func chunk(name string, body []byte) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), name...)
	b = append(b, body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// behindHead puts a chunk behind the first one of a PNG.
func behindHead(file, chunk []byte) []byte {
	const head = 8 + 25
	return append(append(append([]byte{}, file[:head]...), chunk...), file[head:]...)
}
