package district

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A CodeForm says what an area's code denotes, as far as its form tells.
type CodeForm uint8

// Division codes have 6, 9, 12 or 15 characters, each form beginning with the one before:
//
//	110101 001 001 007
//	|      |   |   +-- grid: sequence within the community, 001–999, or letters A–Z too
//	|      |   +------ community: 001–199 residents' committee, 200–399 villagers' committee
//	|      +---------- street: 001–099 street, 100–199 town, 200–399 township, 400–599 unit like a town
//	+----------------- county or above, by GB/T 2260
//
// A local code is any other text that a district, or another country, uses for its areas.
const (
	LocalForm     CodeForm = iota
	CountyForm             // 6
	StreetForm             // 9
	CommunityForm          // 12
	GridForm               // 15
)

// String returns "local", "county", "street", "community" or "grid".
func (f CodeForm) String() string {
	return [...]string{"local", "county", "street", "community", "grid"}[f]
}

// A Committee says what kind of committee runs a community: by its last three digits.
type Committee uint8

// The committees of a community.
const (
	NoCommittee Committee = iota // the code does not say
	Residents                    // 居民委员会, 001–199
	Villagers                    // 村民委员会, 200–399
)

// An AreaCode is a code of an area that has been checked: a division code or a local code.
type AreaCode struct {
	text string
	form CodeForm
}

// MaxCodeLength is the number of characters that a local code may have.
const MaxCodeLength = 64

// A CodeError says which characters of a code are wrong and why. From and To count from 1;
// they are 0 when the code as a whole is unfit.
type CodeError struct {
	Code     string
	From, To int
	Reason   string
}

// Error writes the code, its wrong digits with their places, and the reason.
func (e *CodeError) Error() string {
	if e.From == 0 {
		return fmt.Sprintf("code %q: %s", e.Code, e.Reason)
	}
	return fmt.Sprintf("code %q: digits %d–%d (%s): %s", e.Code, e.From, e.To, e.Code[e.From-1:e.To], e.Reason)
}

// spoiledNumber is what a spreadsheet makes of a long number.
var spoiledNumber = regexp.MustCompile(`^[0-9][.,][0-9]+[eE]\+?[0-9]+$`)

// ParseCode checks the code of an area; space around it is dropped. A number of 6, 9, 12 or
// 15 digits that begins with a province of GB/T 2260, also with letters A–Z among the last
// three of 15, is a division code and checked group by group: the error is a [*CodeError].
// Anything else is a local code, the block numbers of other countries among them
// ("200510726002341" begins with no province); it needs only to be printable and not longer
// than [MaxCodeLength] characters.
func ParseCode(s string) (AreaCode, error) {
	text := strings.TrimSpace(s)
	if form := formOf(text); form != LocalForm {
		if err := checkDivision(text, form); err != nil {
			return AreaCode{}, err
		}
		return AreaCode{text, form}, nil
	}
	if reason := unfitLocal(text); reason != "" {
		return AreaCode{}, &CodeError{Code: clip(text), Reason: reason}
	}
	return AreaCode{text, LocalForm}, nil
}

// formOf tells a division code from a local code.
func formOf(text string) CodeForm {
	digits := countDigits(text)
	switch {
	case digits < 2 || !provinces[text[:2]]:
		return LocalForm
	case len(text) == 15 && digits >= 12 && isUpper(text[digits:]):
		return GridForm
	case digits < len(text):
		return LocalForm
	case len(text) == 6:
		return CountyForm
	case len(text) == 9:
		return StreetForm
	case len(text) == 12:
		return CommunityForm
	default:
		return LocalForm
	}
}

// countDigits counts the digits that text begins with.
func countDigits(text string) int {
	return len(text) - len(strings.TrimLeft(text, "0123456789"))
}

func isUpper(text string) bool {
	return strings.Trim(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// unfitLocal says why a text cannot be a local code, or nothing.
func unfitLocal(text string) string {
	switch {
	case text == "":
		return "it is empty"
	case !utf8.ValidString(text):
		return "it is not UTF-8 text"
	case utf8.RuneCountInString(text) > MaxCodeLength:
		return fmt.Sprintf("it is longer than %d characters", MaxCodeLength)
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "it has a character that cannot be printed"
	case strings.ContainsFunc(text, func(r rune) bool { return '０' <= r && r <= '９' }):
		return "it has full-width digits; write 0–9"
	case spoiledNumber.MatchString(text):
		return "a spreadsheet has rounded this number; format the column as text and export it again"
	default:
		return ""
	}
}

// clip shortens a foreign text for an error message.
func clip(text string) string {
	text = strings.ToValidUTF8(text, "�")
	if r := []rune(text); len(r) > MaxCodeLength {
		return string(r[:MaxCodeLength]) + "…"
	}
	return text
}

// String returns the code as it is written.
func (c AreaCode) String() string { return c.text }

// Form says what the code denotes.
func (c AreaCode) Form() CodeForm { return c.form }

// Standard reports whether it is a division code, not a local one.
func (c AreaCode) Standard() bool { return c.form != LocalForm }

// County returns the first 6 digits of a division code, "" for a local one.
func (c AreaCode) County() string { return c.group(CountyForm, 0, 6) }

// Street returns digits 7–9, "" when the code has none.
func (c AreaCode) Street() string { return c.group(StreetForm, 6, 9) }

// Community returns digits 10–12, "" when the code has none.
func (c AreaCode) Community() string { return c.group(CommunityForm, 9, 12) }

// Sequence returns the last 3 of 15 characters, "" when the code has fewer.
func (c AreaCode) Sequence() string { return c.group(GridForm, 12, 15) }

func (c AreaCode) group(form CodeForm, from, to int) string {
	if c.form < form {
		return ""
	}
	return c.text[from:to]
}

// Committee says what kind of committee runs the community that the code denotes or lies in.
func (c AreaCode) Committee() Committee {
	switch digits := c.Community(); {
	case digits == "":
		return NoCommittee
	case digits < "200":
		return Residents
	default:
		return Villagers
	}
}

// Parent returns the code one form up: the community of a grid, the street of a community,
// the county of a street. A county and a local code have none.
func (c AreaCode) Parent() (AreaCode, bool) {
	if c.form <= CountyForm {
		return AreaCode{}, false
	}
	return AreaCode{c.text[:len(c.text)-3], c.form - 1}, true
}

// errCodesSpent is wrapped by the error of a community that has no sequence left.
var errCodesSpent = errors.New("sequences end at 999")

// GridCode returns the code of the n-th grid of a community. Sequences are 001–999: it is an
// error to ask for another, or for a grid of anything but a community.
func (c AreaCode) GridCode(n int) (AreaCode, error) {
	if c.form != CommunityForm {
		return AreaCode{}, fmt.Errorf("grid %d of %q: that is not the code of a community", n, c.text)
	}
	if n < 1 || n > 999 {
		return AreaCode{}, fmt.Errorf("grid %d of community %s: %w", n, c.text, errCodesSpent)
	}
	return AreaCode{fmt.Sprintf("%s%03d", c.text, n), GridForm}, nil
}
