package archive_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/internal/archive"
)

var about = archive.About{Format: archive.Format, Made: "2026-03-01T00:00:00Z", Version: 7, Audit: "3:ab", Rows: map[string]int64{"area": 2}}

// A file is the name and content of a member.
type file struct{ name, text string }

var files = []file{
	{"attachments/ab/abcd", "a picture"},
	{"attachments/ab/abce", ""},
	{"database/0000000", strings.Repeat("x", 512)},
	{"database/0000001", "the end"},
}

func archived(t testing.TB, about archive.About, files []file) []byte {
	t.Helper()
	var to bytes.Buffer
	w, err := archive.NewWriter(&to, about)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		sum, err := w.Add(archive.Member{Name: f.name, Bytes: int64(len(f.text))}, strings.NewReader(f.text))
		if err != nil || sum != sha256.Sum256([]byte(f.text)) {
			t.Fatalf("%s is added with the sum %x: %v", f.name, sum, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if w.Bytes() != int64(to.Len()) || w.Sum() != sha256.Sum256(to.Bytes()) {
		t.Errorf("the writer tells of %d bytes with the sum %x", w.Bytes(), w.Sum())
	}
	return to.Bytes()
}

// read reads an archive to its end.
func read(from io.Reader) (about archive.About, files []file, err error) {
	r, err := archive.NewReader(from)
	if err != nil {
		return about, nil, err
	}
	for {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r.About(), files, nil
		}
		if err != nil {
			return about, nil, err
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return about, nil, err
		}
		if int64(len(text)) != m.Bytes {
			return about, nil, fmt.Errorf("%s has %d bytes, not %d", m.Name, len(text), m.Bytes)
		}
		files = append(files, file{m.Name, string(text)})
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	gotAbout, got, err := read(bytes.NewReader(archived(t, about, files)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(about, gotAbout); diff != "" {
		t.Errorf("about (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(files, got, cmp.AllowUnexported(file{})); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

func TestAStreamComesInPieces(t *testing.T) {
	stream := bytes.Repeat([]byte("0123456789abcdef"), 20<<20/16)
	var to bytes.Buffer
	w, err := archive.NewWriter(&to, about)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.AddPieces("database", bytes.NewReader(stream)), w.Close()); err != nil {
		t.Fatal(err)
	}
	_, got, err := read(&to)
	if err != nil {
		t.Fatal(err)
	}
	var together strings.Builder
	for i, f := range got {
		if want := archive.PieceName("database", i); f.name != want {
			t.Errorf("piece %d is called %s, want %s", i, f.name, want)
		}
		together.WriteString(f.text)
	}
	if len(got) != 3 || together.String() != string(stream) {
		t.Errorf("%d pieces with %d bytes, want 3 with %d", len(got), together.Len(), len(stream))
	}
}

// Any program that reads tar files reads an archive, and any sha256sum checks it.
func TestAnArchiveIsATarFile(t *testing.T) {
	r := tar.NewReader(bytes.NewReader(archived(t, about, files)))
	sums := map[string]string{}
	var last string
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if h.Mode != 0o600 {
			t.Errorf("%s has mode %o", h.Name, h.Mode)
		}
		sums[h.Name], last = fmt.Sprintf("%x", sha256.Sum256(text)), string(text)
	}
	delete(sums, "SHA256SUMS")
	lines := strings.Split(strings.TrimSpace(last), "\n")
	if len(lines) != len(files)+1 || len(sums) != len(lines) {
		t.Fatalf("%d members, and these sums:\n%s", len(sums), last)
	}
	for _, line := range lines {
		if sum, name, _ := strings.Cut(line, "  "); sums[name] != sum {
			t.Errorf("the sum of %s is %s, not %s", name, sums[name], sum)
		}
	}
}

// Every byte of an archive counts.
func TestNoByteIsFlippedUnnoticed(t *testing.T) {
	whole := archived(t, about, files)
	for i := range whole {
		for _, bit := range []byte{1, 0x20, 0x80} {
			flipped := bytes.Clone(whole)
			flipped[i] ^= bit
			_, _, err := read(bytes.NewReader(flipped))
			if !errors.Is(err, archive.ErrDamaged) && !errors.Is(err, archive.ErrForeign) && !errors.Is(err, archive.ErrNewer) {
				t.Fatalf("byte %d with bit %#x flipped: %v", i, bit, err)
			}
		}
	}
}

func TestAnArchiveThatWasCutOffIsRefused(t *testing.T) {
	whole := archived(t, about, files)
	for n := range whole {
		_, _, err := read(bytes.NewReader(whole[:n]))
		want := archive.ErrTruncated
		if n < 512 {
			want = archive.ErrForeign
		}
		if !errors.Is(err, want) {
			t.Fatalf("cut off after %d bytes: %v", n, err)
		}
	}
	if _, _, err := read(bytes.NewReader(append(whole, 0))); !errors.Is(err, archive.ErrDamaged) {
		t.Errorf("with a byte behind its end: %v", err)
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	var other bytes.Buffer
	w := tar.NewWriter(&other)
	if err := errors.Join(w.WriteHeader(&tar.Header{Name: "notes.txt", Mode: 0o644}), w.Close()); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"nothing": nil, "a text": []byte(strings.Repeat("hello ", 1000)), "another tar file": other.Bytes(), "zeros": make([]byte, 4096),
	} {
		if _, _, err := read(bytes.NewReader(text)); !errors.Is(err, archive.ErrForeign) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnArchiveOfANewerFormatIsRefused(t *testing.T) {
	newer := bytes.Replace(archived(t, about, nil), []byte(`"format": 1`), []byte(`"format": 2`), 1)
	if _, _, err := read(bytes.NewReader(newer)); !errors.Is(err, archive.ErrNewer) || !strings.Contains(err.Error(), "format is 2") {
		t.Errorf("error is %v", err)
	}
}

func TestMembersThatAreNoneAreNotWritten(t *testing.T) {
	tests := []struct {
		name string
		file file
	}{
		{"a way out", file{"attachments/../../etc", "x"}},
		{"an absolute path", file{"/etc/passwd", "x"}},
		{"a directory", file{"database/", ""}},
		{"a name of another kind", file{"notes/0", "x"}},
		{"a name too long", file{"database/" + strings.Repeat("0", 100), "x"}},
		{"letters of a name that are none", file{"database/x", "x"}},
		{"a name twice", file{"database/0000005", "x"}},
		{"a name out of order", file{"attachments/ab/ab", "x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, err := archive.NewWriter(io.Discard, about)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Add(archive.Member{Name: "database/0000005"}, strings.NewReader("")); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Add(archive.Member{Name: tt.file.name, Bytes: 1}, strings.NewReader("x")); err == nil {
				t.Errorf("%q was written", tt.file.name)
			}
		})
	}
}

func TestAMemberHasAsManyBytesAsItSays(t *testing.T) {
	for _, bytes := range []int64{0, 2} {
		w, err := archive.NewWriter(io.Discard, about)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Add(archive.Member{Name: "database/0", Bytes: bytes}, strings.NewReader("x")); err == nil {
			t.Errorf("one byte was written for %d", bytes)
		}
	}
}

// Whatever is read as an archive, other programs read as a tar file with the same members.
func FuzzReader(f *testing.F) {
	whole := archived(f, about, files)
	f.Add(whole)
	f.Add(whole[:700])
	f.Add(archived(f, about, nil))
	f.Fuzz(func(t *testing.T, text []byte) {
		_, files, err := read(bytes.NewReader(text))
		if err != nil {
			return
		}
		r := tar.NewReader(bytes.NewReader(text))
		if h, err := r.Next(); err != nil || h.Name != archive.AboutName {
			t.Fatalf("tar reads %v, %v", h, err)
		}
		for _, want := range files {
			h, err := r.Next()
			if err != nil || h.Name != want.name {
				t.Fatalf("tar reads %v, %v, want %s", h, err, want.name)
			}
			if got, err := io.ReadAll(r); err != nil || string(got) != want.text {
				t.Fatalf("tar reads %q, %v, want %q", got, err, want.text)
			}
		}
	})
}
