package archive

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
)

// A Reader reads an archive from its beginning to its end. Only when Next has returned io.EOF is it
// known that the archive is whole; the content of a member is right when Next has been called after
// it, as far as its sum can tell that is read last.
type Reader struct {
	about   About
	in      *bufio.Reader
	bytes   int64     // read
	whole   hash.Hash // of all that was read
	member  Member
	left    int64     // of the member
	sum     hash.Hash // of the member
	members []listed
	err     error
}

// A listed is a member that was read.
type listed struct {
	name string
	sum  [sha256.Size]byte
}

// maxAbout is how long the first member may be.
const maxAbout = 1 << 20

// NewReader reads the first member. The error wraps ErrForeign where there is no archive, ErrNewer
// where there is one of another format, and ErrDamaged or ErrTruncated.
func NewReader(from io.Reader) (*Reader, error) {
	r := &Reader{in: bufio.NewReaderSize(from, 1<<16), whole: sha256.New()}
	m, err := r.header()
	if err != nil || m.Name != AboutName || m.Bytes > maxAbout {
		if err == nil || errors.Is(err, ErrDamaged) {
			err = ErrForeign
		}
		return nil, err
	}
	r.begin(m)
	text, err := io.ReadAll(r)
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, err
	}
	var format struct{ Format int }
	if err := json.Unmarshal(text, &format); err != nil || format.Format < 1 {
		return nil, fmt.Errorf("%w: %s cannot be read", ErrDamaged, AboutName)
	}
	if format.Format > Format {
		return nil, fmt.Errorf("%w: its format is %d, and this one reads up to %d; restore it with that version or a newer one", ErrNewer, format.Format, Format)
	}
	if err := json.Unmarshal(text, &r.about); err != nil {
		return nil, fmt.Errorf("%w: %s cannot be read", ErrDamaged, AboutName)
	}
	return r, nil
}

// About is what the archive says it is.
func (r *Reader) About() About { return r.about }

// Bytes is how much of the archive has been read.
func (r *Reader) Bytes() int64 { return r.bytes }

// Sum is the SHA-256 of what has been read: when Next has returned io.EOF, of the file.
func (r *Reader) Sum() (sum [sha256.Size]byte) {
	r.whole.Sum(sum[:0])
	return sum
}

// Next goes on to the next member, whose content Read then reads. It returns io.EOF at the end of an
// archive in which everything is as it was written.
func (r *Reader) Next() (Member, error) {
	if r.err == nil {
		r.member, r.err = r.next()
	}
	return r.member, r.err
}

func (r *Reader) next() (m Member, err error) {
	if _, err = io.Copy(io.Discard, r); err != nil {
		return m, err
	}
	if r.sum != nil {
		if err = r.end(); err != nil {
			return m, err
		}
	}
	if m, err = r.header(); err != nil {
		return m, err
	}
	if m.Name == sumsName {
		return m, r.finish(m)
	}
	if checkName(m.Name) != nil || m.Name <= r.last() {
		return m, fmt.Errorf("%w: %q does not belong behind %q", ErrDamaged, m.Name, r.last())
	}
	r.begin(m)
	return m, nil
}

// last is the name of the member before this one; "" when that is the first of all.
func (r *Reader) last() string {
	if len(r.members) < 2 {
		return ""
	}
	return r.members[len(r.members)-1].name
}

// Sum256 returns the SHA-256 of the member that was read, when all of it was.
func (r *Reader) Sum256() (sum [sha256.Size]byte) {
	r.sum.Sum(sum[:0])
	return sum
}

func (r *Reader) begin(m Member) { r.member, r.left, r.sum = m, m.Bytes, sha256.New() }

// end notes the sum of the member that was read, and reads the zeros behind it.
func (r *Reader) end() error {
	r.members = append(r.members, listed{r.member.Name, r.Sum256()})
	r.sum = nil
	return r.expect(bytes.NewReader(make([]byte, padding(r.member.Bytes))))
}

// Read reads from the member.
func (r *Reader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n, err := r.raw(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	r.sum.Write(p[:n])
	return n, err
}

// raw reads some bytes of the archive.
func (r *Reader) raw(p []byte) (int, error) {
	n, err := r.in.Read(p)
	r.bytes += int64(n)
	r.whole.Write(p[:n])
	if errors.Is(err, io.EOF) && n == 0 {
		return 0, ErrTruncated
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// full fills p from the archive.
func (r *Reader) full(p []byte) error {
	for len(p) > 0 {
		n, err := r.raw(p)
		if err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

// header reads the header of the next member, which must be as the Writer writes it.
func (r *Reader) header() (m Member, err error) {
	var h [block]byte
	if err := r.full(h[:]); err != nil {
		return m, err
	}
	name, _, _ := bytes.Cut(h[:100], []byte{0})
	m.Name = string(name)
	if m.Bytes, err = strconv.ParseInt(string(h[124:135]), 8, 64); err != nil || m.Bytes < 0 || h != header(m) {
		return Member{}, fmt.Errorf("%w: what stands at byte %d is no header", ErrDamaged, r.bytes-block)
	}
	return m, nil
}

// expect compares the archive with what it must hold here.
func (r *Reader) expect(want io.Reader) error {
	var w, got [block]byte
	for {
		n, err := io.ReadFull(want, w[:])
		if n == 0 {
			return nil
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		at := r.bytes
		if err := r.full(got[:n]); err != nil {
			return err
		}
		if !bytes.Equal(got[:n], w[:n]) {
			return fmt.Errorf("%w: it is not as it was written near byte %d", ErrDamaged, at)
		}
	}
}

// finish compares the sums that were noted with those of what was read, and reads to the end.
func (r *Reader) finish(m Member) error {
	var total int64
	for _, one := range r.members {
		line := fmt.Appendf(nil, "%x  %s\n", one.sum, one.name)
		total += int64(len(line))
		got := make([]byte, len(line))
		if err := r.full(got); err != nil {
			return err
		}
		if !bytes.Equal(got, line) {
			return fmt.Errorf("%w: %s is not as it was written", ErrDamaged, one.name)
		}
	}
	if total != m.Bytes {
		return fmt.Errorf("%w: %s tells of other members", ErrDamaged, sumsName)
	}
	if err := r.expect(bytes.NewReader(make([]byte, padding(total)+2*block))); err != nil {
		return err
	}
	if _, err := r.in.ReadByte(); err == nil {
		return fmt.Errorf("%w: something was written behind its end", ErrDamaged)
	} else if !errors.Is(err, io.EOF) {
		return err
	}
	return io.EOF
}
