package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gewu/access"
	"gewu/internal/archive"
	"gewu/internal/testdb"
	"gewu/store"
)

// newPlace makes a small district on the tests' server, with one picture that has a file, and
// has commands work there.
func newPlace(t *testing.T) (url, picture string) {
	t.Helper()
	url = testdb.New(t)
	folder := t.TempDir()
	t.Setenv("GEWU_DATABASE_URL", url)
	t.Setenv("GEWU_ATTACHMENTS", folder)
	must(t, "", "import", "areas", write(t, "c.geojson", oneCommunity), "--level", "community")
	db, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	file := []byte("a picture")
	sum := sha256.Sum256(file)
	a := access.Attachment{Area: community(t, url), Kind: "image/png", Bytes: int64(len(file)), SHA256: sum, Width: 1, Height: 1}
	if _, err := db.AddAttachment(t.Context(), console(), a); err != nil {
		t.Fatal(err)
	}
	digits := hex.EncodeToString(sum[:])
	picture = filepath.Join(folder, digits[:2], digits)
	if err := errors.Join(os.Mkdir(filepath.Dir(picture), 0o700), os.WriteFile(picture, file, 0o600)); err != nil {
		t.Fatal(err)
	}
	return url, picture
}

// refused tests that a command ends with one line that tells what is named.
func refused(t *testing.T, tells string, args ...string) {
	t.Helper()
	out, errs, code := gewu(t, "", args...)
	if code != exitError || !strings.Contains(errs, tells) || strings.Count(errs, "\n") != 1 || out != "" {
		t.Errorf("gewu %s: exit code %d, want %d and %q in one line: %s%s", strings.Join(args, " "), code, exitError, tells, out, errs)
	}
}

// nothing tests that there is nothing under a name, nor beside it.
func nothing(t *testing.T, path string) {
	t.Helper()
	if left, err := filepath.Glob(path + "*"); err != nil || left != nil {
		t.Errorf("there is %v: %v", left, err)
	}
}

func TestBackupsThatCannotBeMade(t *testing.T) {
	_, picture := newPlace(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "b.tar")
	there := write(t, "there.tar", "what was there")
	refused(t, "is there already", "backup", there)
	if text, err := os.ReadFile(there); err != nil || string(text) != "what was there" {
		t.Errorf("the file that was there holds %q, %v", text, err)
	}
	refused(t, "no such file or directory", "backup", filepath.Join(dir, "absent", "b.tar"))
	refused(t, "pg_dump of PostgreSQL", "backup", file, "--programs", t.TempDir())
	refused(t, "postgresql-client", "backup", file, "--programs", t.TempDir())
	refused(t, "it lost its way", "backup", file, "--programs", fake(t, "pg_dump", "echo 'pg_dump: error: it lost its way' >&2; exit 1"))
	if err := os.WriteFile(picture, []byte("no picture"[:9]), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, "is damaged", "backup", file)
	if err := os.Remove(picture); err != nil {
		t.Fatal(err)
	}
	refused(t, "has no file", "backup", file)
	nothing(t, file)
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(picture)), ".*")); left != nil {
		t.Errorf("backups left %v", left)
	}
	refused(t, "no district", "backup", file, "--database-url", "", "--data", filepath.Join(dir, "none"))
	nothing(t, filepath.Join(dir, "none"))
}

func TestAFullDiskLeavesNoBackup(t *testing.T) {
	newPlace(t)
	dir := t.TempDir()
	args := []string{"backup", filepath.Join(dir, "b.tar")}
	if !mount(t, dir, "size=64k") {
		args = append(args, "--programs", fake(t, "pg_dump", noRoom))
	}
	refused(t, "is full", args...)
	nothing(t, filepath.Join(dir, "b.tar"))
}

// noRoom is a line for fake which says what PostgreSQL's programs say of a full disk.
const noRoom = "echo 'error: could not write: No space left on device' >&2; exit 1"

// What a backup that is killed leaves is no backup, and does not stand in the way of the next.
func TestABackupThatIsKilledLeavesNoFile(t *testing.T) {
	_, picture := newPlace(t)
	file := filepath.Join(t.TempDir(), "b.tar")
	here := filepath.Join(t.TempDir(), "here")
	killed(t, here, "backup", file, "--programs", fake(t, "pg_dump", "printf PGDMP; "+arrived(here)))
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a file: %v", err)
	}
	must(t, "", "backup", file)
	must(t, "", "backup", "--check", file)
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(picture)), ".*")); left != nil {
		t.Errorf("backups left %v", left)
	}
	if left, _ := filepath.Glob(file + "?*"); left != nil {
		t.Errorf("backups left %v", left)
	}
}

// Whatever is wrong with a file is told before anything is made.
func TestBackupsThatAreNotWholeAreRefused(t *testing.T) {
	url, _ := newPlace(t)
	file := filepath.Join(t.TempDir(), "b.tar")
	must(t, "", "backup", file)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string, plus int) int {
		i := bytes.LastIndex(whole, []byte(text))
		if i < 0 {
			t.Fatalf("the backup does not hold %q", text)
		}
		return i + plus
	}
	flip := func(i int) []byte {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 1
		return flipped
	}
	tests := []struct {
		name  string
		text  []byte
		tells string
	}{
		{"an empty file", nil, "is empty"},
		{"a text", []byte("Dear backup,\n"), "no backup of gewu"},
		{"a picture", bytes.Repeat([]byte("\x89PNG\r\n"), 1000), "no backup of gewu"},
		{"half a file", whole[:len(whole)/2], "its end is missing"},
		{"a file without its last byte", whole[:len(whole)-1], "its end is missing"},
		{"a byte behind the end", append(bytes.Clone(whole), 'x'), "behind its end"},
		{"a byte flipped in the first header", flip(3), "no backup of gewu"},
		{"a byte flipped in what it says of itself", flip(at(`"people"`, 1)), "gewu-backup.json is not as it was written"},
		{"a byte flipped in a picture", flip(at("a picture", 2)), "is not what its name says"},
		{"a byte flipped in a header", flip(at("database/0000000\x00", 126)), "is no header"},
		{"a byte flipped in the database", flip(at("PGDMP", 2000)), "database/0000000 is not as it was written"},
		{"a byte flipped in the sums", flip(at("  database/0000000\n", -3)), "database/0000000 is not as it was written"},
		{"a byte flipped in the zeros of the end", flip(len(whole) - 1), "not as it was written"},
		{"a newer format", bytes.Replace(whole, []byte(`"format": 1`), []byte(`"format": 9`), 1), "newer version of gewu"},
		{"a newer schema", rewritten(t, whole, func(a *archive.About) { a.Schema = append(a.Schema, "9999_future.sql") }), "9999_future.sql"},
		{"a newer PostgreSQL", rewritten(t, whole, func(a *archive.About) { a.Postgres = 98 }), "PostgreSQL 98"},
		{"a database dumped by a newer program", rewritten(t, whole, func(a *archive.About) { a.Dump = 98 }), "pg_restore of PostgreSQL 98"},
		{"fewer pictures than it says", rewritten(t, whole, func(a *archive.About) { a.Attachments++ }), "does not hold what it says"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bad := write(t, "bad.tar", string(tt.text))
			if tt.name != "a newer schema" && !strings.Contains(tt.tells, "PostgreSQL") {
				refused(t, tt.tells, "backup", "--check", bad)
			}
			to := filepath.Join(t.TempDir(), "pictures")
			refused(t, tt.tells, "restore", bad, "--database-url", url, "--attachments", to)
			nothing(t, to)
		})
	}
}

// rewritten is a backup with other words about itself, all sums right.
func rewritten(t *testing.T, whole []byte, change func(*archive.About)) []byte {
	t.Helper()
	r, err := archive.NewReader(bytes.NewReader(whole))
	if err != nil {
		t.Fatal(err)
	}
	about := r.About()
	change(&about)
	var to bytes.Buffer
	w, err := archive.NewWriter(&to, about)
	if err != nil {
		t.Fatal(err)
	}
	for m, err := r.Next(); err == nil; m, err = r.Next() {
		if _, err := w.Add(m, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

// What was restored and is not what the backup says is not kept, and nobody works with it.
func TestARestorationThatFailsLeavesNothing(t *testing.T) {
	newPlace(t)
	file := filepath.Join(t.TempDir(), "b.tar")
	must(t, "", "backup", file)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	to := testdb.NewEmpty(t)
	folder := filepath.Join(t.TempDir(), "pictures")
	into := []string{"--database-url", to, "--attachments", folder}
	failing := fake(t, "pg_restore", "echo 'pg_restore: error: it lost its way' >&2; exit 1")
	refused(t, "it lost its way", append([]string{"restore", file, "--programs", failing}, into...)...)
	nothing(t, folder)
	full := filepath.Join(t.TempDir(), "full")
	if err := os.MkdirAll(filepath.Join(full, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	refused(t, "holds x", "restore", file, "--database-url", to, "--attachments", full)
	bad := write(t, "bad.tar", string(rewritten(t, whole, func(a *archive.About) { a.Rows["area"]++ })))
	refused(t, "the table area has 1 rows instead of 2", append([]string{"restore", bad}, into...)...)
	nothing(t, folder)
	refused(t, "restored only in part", "settings", "--database-url", to)
	refused(t, "the database is not empty", append([]string{"restore", file}, into...)...)
}

// A directory that cannot hold what is restored is as it was before.
func TestARestorationOntoAFullDiskLeavesNothing(t *testing.T) {
	newPlace(t)
	file := filepath.Join(t.TempDir(), "b.tar")
	must(t, "", "backup", file)
	dir := testdb.Dir(t)
	args := []string{"restore", file, "--database-url", "", "--data", dir, "--attachments", ""}
	if !mount(t, dir, "size=60m") {
		args = append(args, "--programs", fake(t, "pg_restore", noRoom))
	}
	refused(t, "disk is full", args...)
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("there is %v: %v", left, err)
	}
}

func TestDirectoriesThatHoldSomethingAreNotRestoredInto(t *testing.T) {
	t.Setenv("GEWU_DATABASE_URL", "")
	t.Setenv("GEWU_ATTACHMENTS", "")
	file := filepath.Join(t.TempDir(), "b.tar")
	whole := archiveOf(t)
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := testdb.Dir(t)
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, "holds notes.txt", "restore", file, "--data", dir)
	if err := os.Mkdir(filepath.Join(dir, "pgdata"), 0o700); err != nil {
		t.Fatal(err)
	}
	refused(t, "holds a district already", "restore", file, "--data", dir)
	refused(t, "is a file", "restore", file, "--data", filepath.Join(dir, "notes.txt"))
	refused(t, "in the directory of the database", "restore", file, "--data", filepath.Join(dir, "new"), "--attachments", filepath.Join(dir, "new", "pgdata"))
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("there is %v: %v", left, err)
	}
}

// archiveOf is an archive that is whole, of a database that is none.
func archiveOf(t *testing.T) []byte {
	t.Helper()
	var to bytes.Buffer
	w, err := archive.NewWriter(&to, archive.About{Postgres: 1, Dump: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.AddPieces("database", strings.NewReader("none")), w.Close()); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}
