package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// giveCodes gives the grids without a code one that no area of their level has or had, and refuses
// codes that another community's area has or had.
func (p *publisher) giveCodes(ctx context.Context) error {
	to, err := p.findLevel(ctx)
	if err != nil {
		return err
	}
	taken, err := p.codesTaken(ctx, to)
	if err != nil {
		return err
	}
	codes, err := p.codesOf(ctx, p.communities)
	if err != nil {
		return err
	}
	own := map[geo.AreaID][]string{}
	for _, g := range p.grids {
		if g.code == "" {
			continue
		}
		own[g.community] = append(own[g.community], g.code)
		taken[g.code] = true
	}
	for i := range p.grids {
		if g := &p.grids[i]; g.code == "" {
			if g.code, err = nextCode(codes[g.community], own[g.community], taken); err != nil {
				return err
			}
			taken[g.code] = true
		}
	}
	return p.codesTwice()
}

// codesTaken are the codes of a level that are or were an area's.
func (p *publisher) codesTaken(ctx context.Context, to areaLevel) (map[string]bool, error) {
	rows, err := p.tx.Query(ctx, query("publish_codes_taken"), args{"level": to.id})
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	var code string
	_, err = pgx.ForEachRow(rows, []any{&code}, func() error { taken[code] = true; return nil })
	return taken, err
}

// codesTwice refuses two grids with one code.
func (p *publisher) codesTwice() error {
	seen := map[string]bool{}
	for _, g := range p.grids {
		if seen[g.code] {
			return &plan.ChecksFailed{Flaws: []plan.Flaw{{Kind: plan.FlawCode, Grids: []string{g.code}}}}
		}
		seen[g.code] = true
	}
	return nil
}

// mostGridNumber is the largest number that a division code has room for.
const mostGridNumber = 999

// nextCode is the code of a new grid of a community: the next number after those that its grids have
// or had, in the way in which they are written.
func nextCode(community string, own []string, taken map[string]bool) (string, error) {
	stem, width := community+"-", 2
	if c, err := district.ParseCode(community); err == nil && c.Form() == district.CommunityForm {
		stem, width = community, 3
	} else if s, w, ok := commonStem(own); ok {
		stem, width = s, w
	}
	for n := 1 + lastGridNumber(stem, taken); n <= mostGridNumber; n++ {
		if code := fmt.Sprintf("%s%0*d", stem, width, n); !taken[code] {
			return code, nil
		}
	}
	return "", fmt.Errorf("community %s has no number left for a new grid; name its code yourself", community)
}

// lastGridNumber is the largest number after a stem.
func lastGridNumber(stem string, taken map[string]bool) int {
	last := 0
	for code := range taken {
		if digits, ok := strings.CutPrefix(code, stem); ok && len(digits) <= 3 {
			if n, err := strconv.Atoi(digits); err == nil {
				last = max(last, n)
			}
		}
	}
	return last
}

// commonStem is what comes before the number in most codes, and how wide the numbers are.
func commonStem(codes []string) (stem string, width int, ok bool) {
	type form struct {
		stem  string
		width int
	}
	count, best := map[form]int{}, form{}
	for _, code := range codes {
		f := form{stem: strings.TrimRight(code, "0123456789")}
		f.width = len(code) - len(f.stem)
		if f.width == 0 {
			continue
		}
		count[f]++
		if n := count[f]; n > count[best] || n == count[best] && f.stem < best.stem {
			best = f
		}
	}
	return best.stem, min(best.width, 3), count[best] > 0
}
