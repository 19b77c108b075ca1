package api

import (
	"bytes"
	"encoding/binary"
)

// A turning says how a picture must be turned and mirrored to stand upright: the value of tag
// Orientation of Exif 2.3 (CIPA DC-008), from 1, upright, to 8.
type turning int

const upright turning = 1

// turningOf finds how the picture of a file lies; upright when the file does not say.
func turningOf(format string, file []byte) turning {
	switch format {
	case "jpeg":
		return turningInTIFF(jpegExif(file))
	case "png":
		return turningInTIFF(pngExif(file))
	case "webp":
		return turningInTIFF(webpExif(file))
	}
	return upright
}

var exifMark = []byte("Exif\x00\x00")

// A segment of a JPEG stands before the pixels: its marker's second byte, and what it holds.
type segment struct {
	marker byte
	body   []byte
}

// jpegSegments calls visit for each segment until the pixels begin or it returns false.
func jpegSegments(file []byte, visit func(segment) bool) {
	if len(file) < 2 {
		return
	}
	for at := 2; at+4 <= len(file) && file[at] == 0xff; {
		marker := file[at+1]
		if marker == 0xff { // filling
			at++
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(file[at+2:]))
		if end < at+4 || end > len(file) || marker == 0xda || !visit(segment{marker, file[at+4 : end]}) {
			return
		}
		at = end
	}
}

func jpegExif(file []byte) (tiff []byte) {
	jpegSegments(file, func(s segment) bool {
		rest, found := bytes.CutPrefix(s.body, exifMark)
		if s.marker == 0xe1 && found {
			tiff = rest
			return false
		}
		return true
	})
	return tiff
}

func pngExif(file []byte) []byte {
	const head = 8
	for at := head; at+12 <= len(file); {
		length := int64(binary.BigEndian.Uint32(file[at:]))
		if length > int64(len(file)-at-12) {
			return nil
		}
		if string(file[at+4:at+8]) == "eXIf" {
			return file[at+8 : at+8+int(length)]
		}
		at += 12 + int(length)
	}
	return nil
}

func webpExif(file []byte) []byte {
	const head = 12
	for at := head; at+8 <= len(file); {
		length := int64(binary.LittleEndian.Uint32(file[at+4:]))
		if length > int64(len(file)-at-8) {
			return nil
		}
		if string(file[at:at+4]) == "EXIF" {
			return bytes.TrimPrefix(file[at+8:at+8+int(length)], exifMark)
		}
		at += 8 + int(length) + int(length&1)
	}
	return nil
}

// turningInTIFF looks the tag up in the first directory of a TIFF, where Exif keeps it.
func turningInTIFF(tiff []byte) turning {
	const tag, short = 0x0112, 3
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			break
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if t := turning(order.Uint16(entries[8:])); t >= 1 && t <= 8 {
				return t
			}
			break
		}
		entries = entries[12:]
	}
	return upright
}
