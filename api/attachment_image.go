package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// What a picture that is sent may be.
const (
	mostPictureBytes  = 20 << 20
	mostPixels        = 50_000_000
	mostScans         = 100         // of a progressive JPEG: each goes over all pixels again
	mostDecodedMemory = 380_000_000 // bytes, for the pixels and what a format needs beside
)

// What a picture that is kept is like.
const (
	longestEdge = 2560
	jpegQuality = 85
)

// A picture is an image drawn anew from one that was sent: upright, with an edge of at most
// longestEdge pixels, and with nothing in its file but pixels.
type picture struct {
	file          []byte
	kind          string // its media type: JPEG, or PNG when parts of it are transparent
	sum           string // SHA-256 of the file in hexadecimal digits
	width, height int
}

// pictureTypes are the media types of pictures that may be sent, by the name of the format.
var pictureTypes = map[string]string{"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}

// redraw draws a picture anew. It returns a problem when the file is no picture of a known
// format, or would take too much memory or time, which its head tells before any pixel is read.
func redraw(file []byte) (*picture, error) {
	format, decode := pictureFormat(file)
	if decode == nil {
		return nil, unknownPicture()
	}
	if err := checkSize(format, file); err != nil {
		return nil, err
	}
	img, err := decode(file)
	if err != nil {
		return nil, brokenPicture()
	}
	return drawn(turned(shrunk(img, longestEdge), turningOf(format, file)))
}

// pictureFormat tells the format of a file by its first bytes, whatever it is said to be.
func pictureFormat(file []byte) (string, func([]byte) (image.Image, error)) {
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xd8\xff")):
		return "jpeg", func(file []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(file)) }
	case bytes.HasPrefix(file, []byte("\x89PNG\r\n\x1a\n")):
		return "png", func(file []byte) (image.Image, error) { return png.Decode(bytes.NewReader(file)) }
	case len(file) >= 12 && string(file[:4]) == "RIFF" && string(file[8:12]) == "WEBP":
		return "webp", func(file []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(file)) }
	}
	return "", nil
}

// checkSize refuses a picture that says in its head that it is too large.
func checkSize(format string, file []byte) error {
	config, err := headOf(format, file)
	switch {
	case err != nil || config.Width < 1 || config.Height < 1:
		return brokenPicture()
	case int64(config.Width)*int64(config.Height) > mostPixels:
		return pictureTooLarge(config.Width, config.Height)
	case decodedMemory(format, file, config) > mostDecodedMemory:
		return pictureTooDeep()
	case format == "jpeg" && bytes.Count(file, []byte{0xff, 0xda}) > mostScans:
		return brokenPicture()
	}
	return nil
}

func headOf(format string, file []byte) (image.Config, error) {
	switch format {
	case "jpeg":
		return jpeg.DecodeConfig(bytes.NewReader(file))
	case "png":
		return png.DecodeConfig(bytes.NewReader(file))
	default:
		return webp.DecodeConfig(bytes.NewReader(file))
	}
}

// decodedMemory returns how many bytes it takes to decode a picture, at most: the pixels, and for
// a progressive JPEG four bytes more for each sample.
func decodedMemory(format string, file []byte, c image.Config) int64 {
	pixels := int64(c.Width) * int64(c.Height)
	switch c.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8 * pixels
	case color.Gray16Model:
		return 2 * pixels
	}
	if samples := progressiveSamples(format, file); samples > 0 {
		return int64((samples * 5) * float64(pixels))
	}
	return 4 * pixels
}

// progressiveSamples returns the number of samples for each pixel of a progressive JPEG: 1 for
// grey, 1.5 for the colours of most cameras, up to 4. It is 0 for other pictures.
func progressiveSamples(format string, file []byte) (samples float64) {
	if format != "jpeg" {
		return 0
	}
	jpegSegments(file, func(s segment) bool {
		const head, each, progressive = 6, 3, 0xc2
		if s.marker != progressive || len(s.body) < head {
			return true
		}
		var sum, largest int
		for c := s.body[head:]; len(c) >= each; c = c[each:] {
			blocks := int(c[1]>>4) * int(c[1]&15)
			sum, largest = sum+blocks, max(largest, blocks)
		}
		if largest > 0 {
			samples = float64(sum) / float64(largest)
		}
		return false
	})
	return samples
}

// drawn writes the pixels into a new file.
func drawn(img *image.RGBA) (*picture, error) {
	var file bytes.Buffer
	p := &picture{kind: "image/jpeg", width: img.Rect.Dx(), height: img.Rect.Dy()}
	var err error
	if img.Opaque() {
		err = jpeg.Encode(&file, img, &jpeg.Options{Quality: jpegQuality})
	} else {
		p.kind = "image/png"
		err = png.Encode(&file, img)
	}
	if err != nil {
		return nil, fmt.Errorf("draw a picture: %w", err)
	}
	sum := sha256.Sum256(file.Bytes())
	p.file, p.sum = file.Bytes(), hex.EncodeToString(sum[:])
	return p, nil
}
