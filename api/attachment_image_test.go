package api_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"gewu/api"
)

func decoded(t *testing.T, p api.Redrawn) image.Image {
	t.Helper()
	img, format, err := image.Decode(bytes.NewReader(p.File))
	if err != nil {
		t.Fatal(err)
	}
	if "image/"+format != p.Kind || img.Bounds().Dx() != p.Width || img.Bounds().Dy() != p.Height {
		t.Fatalf("a %s of %v is told to be %s, %d × %d", format, img.Bounds(), p.Kind, p.Width, p.Height)
	}
	return img
}

// near reports whether two colours look alike: JPEG alters them a little.
func near(a, b color.Color) bool {
	r1, g1, b1, a1 := a.RGBA()
	r2, g2, b2, a2 := b.RGBA()
	far := func(x, y uint32) bool { return math.Abs(float64(x)-float64(y)) > 12*257 }
	return !far(r1, r2) && !far(g1, g2) && !far(b1, b2) && !far(a1, a2)
}

// Where the red quarter lies, and the green one, in a file whose picture is turned as Exif says.
// The banner stands upright when red is in the first corner and green beside it.
func TestAPictureIsTurnedUprightAsItsFileSays(t *testing.T) {
	for turning := uint16(1); turning <= 8; turning++ {
		lying := laid(banner(64, 32), turning)
		for name, file := range map[string][]byte{
			"little-endian JPEG": withExif(jpegOf(t, lying), exif(binary.LittleEndian, turning)),
			"big-endian JPEG":    withExif(jpegOf(t, lying), exif(binary.BigEndian, turning)),
			"PNG":                behindHead(pngOf(t, lying), chunk("eXIf", exif(binary.BigEndian, turning))),
		} {
			p, err := api.Redraw(file)
			if err != nil {
				t.Fatal(err)
			}
			img := decoded(t, p)
			if p.Width != 64 || p.Height != 32 {
				t.Errorf("%s turned %d: %d × %d", name, turning, p.Width, p.Height)
			}
			for i, at := range [][2]int{{8, 8}, {56, 8}, {8, 24}, {56, 24}} {
				if got, want := img.At(at[0], at[1]), quarters[i/2][i%2]; !near(got, want) {
					t.Errorf("%s turned %d: at %v is %v, not %v", name, turning, at, got, want)
				}
			}
		}
	}
}

// laid turns an upright picture so that its file has to say turning. By the table of Exif 2.3: where
// row 0 and column 0 of the file are seen.
func laid(img *image.RGBA, turning uint16) *image.RGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if turning >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			seen := map[uint16][2]int{
				1: {x, y}, 2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, // row 0: top, top, bottom, bottom
				5: {y, x}, 6: {w - 1 - y, x}, 7: {w - 1 - y, h - 1 - x}, 8: {y, h - 1 - x}, // row 0: left, right, right, left
			}[turning]
			out.Set(x, y, img.At(seen[0], seen[1]))
		}
	}
	return out
}

func TestNothingOfAFileIsKeptButItsPixels(t *testing.T) {
	const secret = "GPS 31.2304 121.4737"
	photo := withExif(jpegOf(t, banner(32, 32)), exif(binary.LittleEndian, 1))
	comment := append([]byte("\xff\xd8\xff\xfe\x00\x16"), append([]byte(secret), jpegOf(t, banner(32, 32))[2:]...)...)
	for name, file := range map[string][]byte{
		"Exif":             photo,
		"a comment":        comment,
		"behind the end":   append(jpegOf(t, banner(32, 32)), secret...),
		"a text of a PNG":  behindHead(pngOf(t, banner(32, 32)), chunk("tEXt", []byte("Comment\x00"+secret))),
		"page and picture": append(jpegOf(t, banner(32, 32)), "<script>"+secret+"</script>"...),
	} {
		if !bytes.Contains(file, []byte(secret)) {
			t.Fatalf("%s: the test's file lacks the secret", name)
		}
		p, err := api.Redraw(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if bytes.Contains(p.File, []byte(secret)) || bytes.Contains(p.File, []byte("Exif")) {
			t.Errorf("%s is kept", name)
		}
		if _, err := hex.DecodeString(p.Sum); err != nil || len(p.Sum) != 64 {
			t.Errorf("%s: sum %q", name, p.Sum)
		}
	}
}

func TestALargePictureIsMadeSmallerAndKeepsItsShape(t *testing.T) {
	p, err := api.Redraw(jpegOf(t, banner(4000, 1000)))
	if err != nil {
		t.Fatal(err)
	}
	img := decoded(t, p)
	if p.Width != api.LongestEdge || p.Height != 640 {
		t.Errorf("%d × %d", p.Width, p.Height)
	}
	if !near(img.At(100, 600), quarters[1][0]) || !near(img.At(2500, 10), quarters[0][1]) {
		t.Errorf("corners are %v and %v", img.At(100, 600), img.At(2500, 10))
	}
}

// Three pixels of 0, 90 and 255 become two: each takes one and a half of the three.
//
//	| 0  | 90 | 255 |  →  | (0 + 45) / 1.5 | (45 + 255) / 1.5 |
func TestAPixelIsTheMeanOfThoseItStandsFor(t *testing.T) {
	img := image.NewGray(image.Rect(5, 5, 8, 6))
	copy(img.Pix, []byte{0, 90, 255})
	got := api.Shrunk(img, 2)
	if got.Rect.Dx() != 2 || got.Rect.Dy() != 1 || got.Pix[0] != 30 || got.Pix[4] != 200 {
		t.Errorf("%v: %v", got.Rect, got.Pix)
	}
}

func TestWhatIsTransparentDoesNotShineThrough(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 5120, 2))
	for x := range 5120 {
		c := color.NRGBA{0, 0, 0, 255}
		if x%2 == 0 {
			c = color.NRGBA{255, 255, 255, 0} // white, and not to be seen
		}
		img.SetNRGBA(x, 0, c)
		img.SetNRGBA(x, 1, c)
	}
	p, err := api.Redraw(pngOf(t, img))
	if err != nil {
		t.Fatal(err)
	}
	got := color.NRGBAModel.Convert(decoded(t, p).At(700, 0))
	if p.Kind != "image/png" || got != (color.NRGBA{0, 0, 0, 128}) {
		t.Errorf("%s, %v", p.Kind, got)
	}
}

func TestAnOpaquePictureIsKeptAsJPEG(t *testing.T) {
	p, err := api.Redraw(pngOf(t, banner(20, 20)))
	if err != nil || p.Kind != "image/jpeg" {
		t.Errorf("%s, %v", p.Kind, err)
	}
}

// The smallest WebP there is: one pixel, without loss, from the format's own description.
var smallWebP = []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")

func TestAWebPIsTaken(t *testing.T) {
	p, err := api.Redraw(smallWebP)
	if err != nil || p.Width != 1 || p.Height != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

// sized is the head of a PNG of a size, with hardly any pixels behind it.
func sized(w, h uint32, depth, colour byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	file := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, depth, colour, 0, 0, 0))...)
	return append(append(file, chunk("IDAT", []byte{0x78, 0x9c, 1, 0})...), chunk("IEND", nil)...)
}

func TestAPictureThatWouldTakeTooMuchIsRefusedByItsHead(t *testing.T) {
	progressive := jpegOf(t, banner(64, 64))
	at := bytes.Index(progressive, []byte{0xff, 0xc0})
	progressive[at+1] = 0xc2
	binary.BigEndian.PutUint16(progressive[at+5:], 7000)
	binary.BigEndian.PutUint16(progressive[at+7:], 7000)
	progressive[at+11] = 0x11 // colours as fine as light
	scans := append(jpegOf(t, banner(64, 64)), bytes.Repeat([]byte{0xff, 0xda}, 200)...)
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"of 10¹⁰ pixels":          {sized(100_000, 100_000, 8, 2), "picture-too-large"},
		"one pixel row too many":  {sized(50_000, 1001, 8, 2), "picture-too-large"},
		"of no pixel":             {sized(0, 10, 8, 2), "bad-picture"},
		"of 2³¹ pixels in a row":  {sized(math.MaxInt32, 1, 8, 2), "picture-too-large"},
		"progressive":             {progressive, "picture-too-large"},
		"with hundreds of scans":  {scans, "bad-picture"},
		"with little behind":      {sized(500, 500, 8, 2), "bad-picture"},
		"cut off":                 {jpegOf(t, banner(64, 64))[:300], "bad-picture"},
		"a GIF":                   {[]byte("GIF89a\x01\x00\x01\x00"), "unsupported-media-type"},
		"an SVG":                  {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "unsupported-media-type"},
		"nothing":                 {nil, "unsupported-media-type"},
		"a JPEG's first bytes":    {[]byte("\xff\xd8\xff"), "bad-picture"},
		"a WebP's first bytes":    {smallWebP[:14], "bad-picture"},
		"16 bits and 50 M pixels": {sized(7000, 7100, 16, 6), "picture-too-large"},
	} {
		_, err := api.Redraw(tt.file)
		if err == nil || !strings.HasPrefix(err.Error(), tt.want+":") {
			t.Errorf("a picture %s: %v, want %s", name, err, tt.want)
		}
	}
}

func TestFilesAreKeptUnderTheirSumAndNowhereElse(t *testing.T) {
	folder, err := api.OpenFolder(t.TempDir() + "/new")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = folder.Close() }()
	sum := fmt.Sprintf("%064x", 7)
	for range 2 { // a second time it is there
		if err := folder.Keep(sum, []byte("pixels")); err != nil || !folder.Has(sum) {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := folder.Remove(sum); err != nil || folder.Has(sum) {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"", "..", "../../etc/passwd", strings.Repeat("a", 63), strings.Repeat("A", 64), strings.Repeat("../", 21) + "a", sum + "\x00"} {
		if folder.Keep(name, nil) == nil || folder.Remove(name) == nil || folder.Has(name) {
			t.Errorf("%q is taken for a sum", name)
		}
	}
}

func FuzzRedraw(f *testing.F) {
	f.Add(jpegOf(f, banner(16, 8)))
	f.Add(pngOf(f, banner(16, 8)))
	f.Add(smallWebP)
	f.Add(withExif(jpegOf(f, banner(16, 8)), exif(binary.LittleEndian, 6)))
	f.Add(sized(3, 3, 8, 6))
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := api.Redraw(file)
		if err != nil {
			return
		}
		if p.Width < 1 || p.Height < 1 || p.Width > api.LongestEdge || p.Height > api.LongestEdge {
			t.Errorf("%d × %d", p.Width, p.Height)
		}
	})
}
