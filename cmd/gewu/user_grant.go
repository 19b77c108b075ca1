package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gewu/access"
	"gewu/geo"
	"gewu/store"
)

// A granting is the settings of `gewu user grant` and `gewu user revoke`.
type granting struct {
	place       place
	area, level string
	whole       bool
	from, until string
	grant       access.Grant
}

func (g *granting) bind(cmd *cobra.Command) {
	g.place.bind(cmd)
	cmd.Flags().StringVar(&g.area, "area", "", "code of the area in which the role holds, and in everything under it")
	cmd.Flags().StringVar(&g.level, "level", "", "level of that area, where areas of several levels have the code")
	cmd.Flags().BoolVar(&g.whole, "whole-district", false, "the role holds in the whole district")
}

// settle checks the settings and tells all that is wrong.
func (g *granting) settle(role string) error {
	var wrong mistakes
	if g.grant.Role = access.Role(role); !g.grant.Role.Known() {
		wrong.add(fmt.Errorf("there is no role %q; the roles are %s", role, roleNames()))
	}
	if (g.area == "") != g.whole {
		wrong.add(errors.New("either --area with a code or --whole-district must say where the role holds"))
	}
	var err error
	g.grant.From, err = dayOf("--from", g.from)
	wrong.add(err)
	g.grant.Until, err = dayOf("--until", g.until)
	wrong.add(err)
	return errors.Join(wrong...)
}

func roleNames() string {
	names := make([]string, len(access.Roles))
	for i, role := range access.Roles {
		names[i] = string(role)
	}
	return strings.Join(names, ", ")
}

// with checks the settings, and does something about the person and the role that args name.
func (g *granting) with(ctx context.Context, args []string, do func(db *store.DB, person int64) error) error {
	if err := g.settle(args[1]); err != nil {
		return usage(err)
	}
	return g.place.with(ctx, func(db *store.DB) error {
		person, err := g.find(ctx, db, args[0])
		if err != nil {
			return err
		}
		return do(db, person)
	})
}

// find finds the area and the person.
func (g *granting) find(ctx context.Context, db *store.DB, name string) (person int64, err error) {
	if g.area != "" {
		if g.grant.Area, err = areaCoded(ctx, db, g.area, g.level); err != nil {
			return 0, err
		}
	}
	return personCalled(ctx, db, name)
}

// areaCoded is the one area with a code, of a level unless that is "".
func areaCoded(ctx context.Context, db *store.DB, code, level string) (geo.AreaID, error) {
	areas, err := db.AreasCoded(ctx, code)
	if err != nil {
		return 0, err
	}
	var found []store.AreaName
	var levels []string
	for _, area := range areas {
		if level == "" || area.Level == level {
			found, levels = append(found, area), append(levels, area.Level)
		}
	}
	switch len(found) {
	case 0:
		return 0, fmt.Errorf("there is no area with the code %q", strings.TrimSpace(code+" "+level))
	case 1:
		return found[0].ID, nil
	default:
		return 0, fmt.Errorf("areas of several levels have the code %q; say which with --level: %s", code, strings.Join(levels, ", "))
	}
}

func userGrantCommand(std Streams) *cobra.Command {
	var g granting
	cmd := &cobra.Command{
		Use:   "grant NAME ROLE",
		Short: "Give a person a role in an area, or in the whole district",
		Args:  exactly("a sign-in name", "a role ("+roleNames()+")"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return g.with(cmd.Context(), args, func(db *store.DB, person int64) error {
				given, err := db.AddGrant(cmd.Context(), console(), person, g.grant)
				if err != nil {
					return plainly(err)
				}
				fmt.Fprintf(std.Out, "%s is %s in %s %s\n", args[0], given.Role, g.where(), period(given))
				return nil
			})
		},
	}
	g.bind(cmd)
	cmd.Flags().StringVar(&g.from, "from", "", "the first day, YYYY-MM-DD; today unless given")
	cmd.Flags().StringVar(&g.until, "until", "", "the first day without the role, YYYY-MM-DD; without end unless given")
	return cmd
}

// where is the place of the role, in words.
func (g *granting) where() string {
	if g.whole {
		return "the whole district"
	}
	return g.area
}

// period is when a role holds, in words.
func period(g access.Grant) string {
	text := "from " + g.From.Format(time.DateOnly)
	if !g.Until.IsZero() {
		text += " until " + g.Until.Format(time.DateOnly)
	}
	return text
}

func userRevokeCommand(std Streams) *cobra.Command {
	var g granting
	cmd := &cobra.Command{
		Use:   "revoke NAME ROLE",
		Short: "Take a role in an area from a person, at once",
		Args:  exactly("a sign-in name", "a role ("+roleNames()+")"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return g.with(cmd.Context(), args, func(db *store.DB, person int64) error {
				if err := g.revoke(cmd.Context(), db, person); err != nil {
					return plainly(err)
				}
				fmt.Fprintf(std.Out, "%s is %s in %s no more\n", args[0], g.grant.Role, g.where())
				return nil
			})
		},
	}
	g.bind(cmd)
	return cmd
}

// revoke takes the role there, for whatever days it was given.
func (g *granting) revoke(ctx context.Context, db *store.DB, person int64) error {
	p, err := db.Person(ctx, person, access.Everything)
	if err != nil {
		return err
	}
	revoked := 0
	for _, held := range p.Grants {
		if held.Role != g.grant.Role || held.Area != g.grant.Area {
			continue
		}
		if err := db.RevokeGrant(ctx, console(), person, held.ID); err != nil {
			return err
		}
		revoked++
	}
	if revoked == 0 {
		return fmt.Errorf("%s is not %s in %s; `gewu user list` lists who is", p.Name, g.grant.Role, g.where())
	}
	return nil
}
