package api_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"net/http"
	"strings"
	"sync"
	"testing"

	"gewu/access"
)

type attachmentBody struct {
	ID, Kind, By  string
	Bytes         int64
	Width, Height int
	Area          struct{ Code string }
}

// photo is a picture like a phone's, a little different for each n.
func photo(t testing.TB, n uint8) []byte {
	t.Helper()
	img := banner(64, 32)
	img.SetRGBA(0, 0, color.RGBA{n, n, n, 255})
	return withExif(jpegOf(t, img), exif(binary.LittleEndian, 6))
}

var asJPEG = []string{"Content-Type", "image/jpeg"}

func TestAPictureIsKeptForWhoMaySeeItsArea(t *testing.T) {
	h := openHall(t)
	li, leader, other := h.enter(t, "li", access.Patrol, "A1"), h.enter(t, "leader", access.Leader, "A"), h.enter(t, "wang", access.Planner, "B")
	at := fmt.Sprintf("/v1/areas/%d/attachments", h.ids["A1"])
	w := li.want(t, 201, "POST", at, photo(t, 1), asJPEG...)
	made := answer[attachmentBody](t, w)
	if made.Kind != "image/jpeg" || made.Width != 32 || made.Height != 64 || made.Area.Code != "A1" || made.By != "li" || len(made.ID) != 32 {
		t.Fatalf("got %s", w.Body)
	}
	one := "/v1/attachments/" + made.ID
	if w.Header().Get("Location") != one {
		t.Errorf("Location: %s", w.Header().Get("Location"))
	}
	for _, g := range []*guest{li, leader} {
		list := answer[struct{ Attachments []attachmentBody }](t, g.get(t, at)).Attachments
		if len(list) != 1 || list[0].ID != made.ID {
			t.Errorf("got %+v", list)
		}
		w := g.get(t, one)
		if int64(w.Body.Len()) != made.Bytes || bytes.Contains(w.Body.Bytes(), []byte("GPS")) || bytes.Contains(w.Body.Bytes(), []byte("Exif")) {
			t.Errorf("%d bytes of %d", w.Body.Len(), made.Bytes)
		}
		if _, format, err := image.DecodeConfig(w.Body); err != nil || format != "jpeg" {
			t.Errorf("%s, %v", format, err)
		}
	}
	other.refused(t, "not-allowed", "GET", at, nil)
	other.refused(t, "no-such-attachment", "GET", one, nil)
	other.refused(t, "no-such-attachment", "DELETE", one, nil)
	other.refused(t, "not-allowed", "POST", at, photo(t, 2), asJPEG...)
	leader.refused(t, "not-allowed", "POST", at, photo(t, 2), asJPEG...)
	leader.refused(t, "not-allowed", "DELETE", one, nil)
	h.visitor().refused(t, "sign-in-required", "GET", one, nil)
	h.visitor().refused(t, "sign-in-required", "POST", at, photo(t, 2), asJPEG...)
}

func TestAPictureIsServedSoThatABrowserOnlyShowsIt(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "li", access.Patrol, "A1")
	made := answer[attachmentBody](t, g.want(t, 201, "POST", fmt.Sprintf("/v1/areas/%d/attachments", h.ids["A1"]), photo(t, 1), asJPEG...))
	w := g.get(t, "/v1/attachments/"+made.ID)
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline; filename=" + made.ID + ".jpeg",
		"Cache-Control": "private, no-cache", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "sandbox") {
		t.Errorf("policy %q", policy)
	}
	tag := w.Header().Get("ETag")
	g.want(t, http.StatusNotModified, "GET", "/v1/attachments/"+made.ID, nil, "If-None-Match", tag)
	if w := g.want(t, http.StatusPartialContent, "GET", "/v1/attachments/"+made.ID, nil, "Range", "bytes=0-9"); w.Body.Len() != 10 {
		t.Errorf("%d bytes", w.Body.Len())
	}
}

func TestWhatIsNoPictureIsNotKept(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "li", access.Patrol, "A1")
	at := fmt.Sprintf("/v1/areas/%d/attachments", h.ids["A1"])
	for name, tt := range map[string]struct {
		kind, media string
		body        []byte
	}{
		"a page":                 {"unsupported-media-type", "text/html", []byte("<script>alert(1)</script>")},
		"a page called picture":  {"unsupported-media-type", "image/png", []byte("<script>alert(1)</script>")},
		"a drawing":              {"unsupported-media-type", "image/svg+xml", []byte("<svg onload='alert(1)'/>")},
		"a PNG called JPEG":      {"unsupported-media-type", "image/jpeg", pngOf(t, banner(8, 8))},
		"nothing":                {"unsupported-media-type", "image/jpeg", []byte{}},
		"half a picture":         {"bad-picture", "image/jpeg", photo(t, 1)[:200]},
		"of too many pixels":     {"picture-too-large", "image/png", sized(20_000, 20_000, 8, 2)},
		"of too many bytes":      {"body-too-large", "image/jpeg", append(photo(t, 1), make([]byte, 20<<20)...)},
		"without a type":         {"unsupported-media-type", "", photo(t, 1)},
		"a type that is no type": {"unsupported-media-type", "image/", photo(t, 1)},
	} {
		t.Run(name, func(t *testing.T) { g.refused(t, tt.kind, "POST", at, tt.body, "Content-Type", tt.media) })
	}
	g.refused(t, "unsupported-media-type", "POST", at, photo(t, 1), append(asJPEG, "Content-Encoding", "gzip")...)
	g.refused(t, "unknown-parameter", "POST", at+"?name=../../x", photo(t, 1), asJPEG...)
	if list := answer[struct{ Attachments []attachmentBody }](t, g.get(t, at)).Attachments; len(list) != 0 {
		t.Errorf("kept %+v", list)
	}
}

func TestNoPathLeadsOutOfTheAttachments(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "admin", access.Administrator, "")
	for _, id := range []string{
		"..%2f..%2fetc%2fpasswd", "%2e%2e", "x", strings.Repeat("a", 31), strings.Repeat("A", 32), strings.Repeat("a", 32),
		strings.Repeat("a", 64), "%00", strings.Repeat("a", 32) + "%00", "..%5c..",
	} {
		w := g.send(t, "GET", "/v1/attachments/"+id, nil)
		if w.Code != 404 && w.Code != 301 || strings.Contains(w.Body.String(), "root:") {
			t.Errorf("%s: %d %s", id, w.Code, w.Body)
		}
	}
}

func TestAFileStaysAsLongAsAPictureNamesIt(t *testing.T) {
	h := openHall(t)
	li, planner := h.enter(t, "li", access.Patrol, "A1"), h.enter(t, "planner", access.Planner, "A")
	at := fmt.Sprintf("/v1/areas/%d/attachments", h.ids["A1"])
	first := answer[attachmentBody](t, li.want(t, 201, "POST", at, photo(t, 1), asJPEG...))
	second := answer[attachmentBody](t, planner.want(t, 201, "POST", at, photo(t, 1), asJPEG...))
	a, err := h.db.Attachment(t.Context(), first.ID, access.Everything)
	if err != nil {
		t.Fatal(err)
	}
	sum := hex.EncodeToString(a.SHA256[:])
	if second.ID == first.ID || !h.files.Has(sum) {
		t.Fatalf("%s and %s, file %t", first.ID, second.ID, h.files.Has(sum))
	}
	li.refused(t, "not-allowed", "DELETE", "/v1/attachments/"+second.ID, nil) // a planner's
	li.want(t, 204, "DELETE", "/v1/attachments/"+first.ID, nil)
	if !h.files.Has(sum) {
		t.Error("the file of the second picture is gone")
	}
	planner.get(t, "/v1/attachments/"+second.ID)
	planner.refused(t, "no-such-attachment", "GET", "/v1/attachments/"+first.ID, nil)
	planner.want(t, 204, "DELETE", "/v1/attachments/"+second.ID, nil)
	if h.files.Has(sum) {
		t.Error("the file stays")
	}
	want := "person planner: DELETE /v1/attachments/{id} attachment " + second.ID
	if got := h.noted(t, 1)[0]; got != want {
		t.Errorf("noted %q, want %q", got, want)
	}
}

// Some add the same picture while others remove it: each that is left has its file.
func TestAFileIsThereForEachPictureHoweverManyAreAddedAndRemovedAtOnce(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "planner", access.Planner, "A")
	at := fmt.Sprintf("/v1/areas/%d/attachments", h.ids["A1"])
	file := photo(t, 1)
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			for n := range 5 {
				w := g.send(t, "POST", at, file, asJPEG...)
				if w.Code != 201 {
					t.Errorf("%d %s", w.Code, w.Body)
					return
				}
				if one := answer[attachmentBody](t, w); i > 0 || n < 4 {
					g.send(t, "DELETE", "/v1/attachments/"+one.ID, nil)
				}
			}
		})
	}
	all.Wait()
	list := answer[struct{ Attachments []attachmentBody }](t, g.get(t, at)).Attachments
	if len(list) != 1 {
		t.Fatalf("%d are left", len(list))
	}
	g.get(t, "/v1/attachments/"+list[0].ID)
}
