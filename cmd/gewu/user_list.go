package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"gewu/access"
	"gewu/geo"
	"gewu/store"
)

func userListCommand(std Streams) *cobra.Command {
	var p place
	format := ""
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List who may sign in, and what they may do where",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return usage(fmt.Errorf("--format is %q, and can be text or json", format))
			}
			return p.with(cmd.Context(), func(db *store.DB) error {
				people, err := everybody(cmd.Context(), db)
				if err != nil {
					return err
				}
				if format == "json" {
					return listJSON(std.Out, people)
				}
				return listText(std.Out, people)
			})
		},
	}
	p.bind(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

// A userLine is a person as `gewu user list` writes them.
type userLine struct {
	Name       string      `json:"name"`
	FullName   string      `json:"full_name"`
	Email      string      `json:"email"`
	Disabled   bool        `json:"disabled"`
	Local      bool        `json:"local"`
	MustChange bool        `json:"must_change_password"`
	Identities int         `json:"identities"`
	Locked     *time.Time  `json:"locked_until"`
	LastSeen   *time.Time  `json:"last_seen"`
	Grants     []grantLine `json:"grants"`
}

// A grantLine is a role of a person as `gewu user list` writes it.
type grantLine struct {
	Role  access.Role `json:"role"`
	Area  *areaLine   `json:"area"` // null: the whole district
	From  string      `json:"from"`
	Until *string     `json:"until"`
	InUse bool        `json:"in_force"`
}

type areaLine struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Level string `json:"level"`
}

// everybody returns all people in the order of their names.
func everybody(ctx context.Context, db *store.DB) ([]userLine, error) {
	zone, err := zoneOf(ctx, db)
	if err != nil {
		return nil, err
	}
	today := access.Today(time.Now(), zone)
	lines := []userLine{}
	filter := access.AccountFilter{Scope: access.Everything, Limit: access.MostAccounts}
	for {
		people, err := db.People(ctx, filter)
		if err != nil {
			return nil, err
		}
		names, err := db.AreaNames(ctx, areasOf(people))
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			lines = append(lines, lineOf(p, names, today))
			filter.After = p.ID
		}
		if len(people) < filter.Limit {
			return lines, nil
		}
	}
}

func areasOf(people []access.Account) (ids []geo.AreaID) {
	for _, p := range people {
		for _, g := range p.Grants {
			if g.Area != 0 {
				ids = append(ids, g.Area)
			}
		}
	}
	return ids
}

func lineOf(p access.Account, names map[geo.AreaID]store.AreaName, today time.Time) userLine {
	line := userLine{
		Name: p.Name, FullName: p.FullName, Email: p.Email, Disabled: p.Disabled, Local: p.Local,
		MustChange: p.MustChange, Identities: p.Identities, LastSeen: instant(p.LastSeen), Grants: []grantLine{},
	}
	if p.LockedUntil.After(time.Now()) {
		line.Locked = instant(p.LockedUntil)
	}
	for _, g := range p.Grants {
		role := grantLine{Role: g.Role, From: g.From.Format(time.DateOnly), InUse: g.InForce(today)}
		if name, is := names[g.Area]; is {
			role.Area = &areaLine{name.Code, name.Name, name.Level}
		}
		if !g.Until.IsZero() {
			until := g.Until.Format(time.DateOnly)
			role.Until = &until
		}
		line.Grants = append(line.Grants, role)
	}
	return line
}

// instant is a time as it is written, nil for none.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}

func listJSON(out io.Writer, people []userLine) error {
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	lines.SetIndent("", "  ")
	return lines.Encode(map[string]any{"people": people})
}

func listText(out io.Writer, people []userLine) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tFULL NAME\tSTATE\tLAST SEEN\tROLES")
	for _, p := range people {
		seen := "never"
		if p.LastSeen != nil {
			seen = p.LastSeen.Format(time.DateOnly)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", p.Name, p.FullName, p.state(), seen, p.roles())
	}
	return table.Flush()
}

// state is how a person can sign in, in a word or two.
func (p userLine) state() string {
	switch {
	case p.Disabled:
		return "disabled"
	case p.Locked != nil:
		return "locked"
	case !p.Local && p.Identities == 0:
		return "no password"
	case p.MustChange:
		return "new password"
	default:
		return "active"
	}
}

// roles are the roles of a person, in words.
func (p userLine) roles() string {
	if len(p.Grants) == 0 {
		return "none"
	}
	var words []string
	for _, g := range p.Grants {
		where := "the whole district"
		if g.Area != nil {
			where = strings.TrimSpace(g.Area.Code + " " + g.Area.Name)
		}
		text := fmt.Sprintf("%s in %s from %s", g.Role, where, g.From)
		if g.Until != nil {
			text += " until " + *g.Until
		}
		words = append(words, text)
	}
	return strings.Join(words, "; ")
}
