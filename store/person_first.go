package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/geo"
)

// FirstAdministrator adds a person who administers the whole district, with the password of hash,
// which must be changed at the first sign-in, when there is no person at all. It reports whether it
// did. The role counts at once in whatever time zone the district sets later.
func (db *DB) FirstAdministrator(ctx context.Context, actor *access.Actor, name, hash string) (added bool, err error) {
	err = db.amend(ctx, actor, "gewu serve", "gewu serve", func(a amendment) (access.Entry, error) {
		var id int64
		var from time.Time
		err := a.tx.QueryRow(ctx, query("person_first"), args{"name": name, "hash": hash, "by": actor.Name}).Scan(&id, &from)
		if errors.Is(err, pgx.ErrNoRows) {
			return access.Entry{}, errUnchanged
		}
		added = err == nil
		return access.Entry{Noun: "person", Object: name, After: record(map[string]any{
			"id": id, "name": name, "role": access.Administrator, "from": from.Format(time.DateOnly),
		})}, err
	})
	if err != nil {
		return false, fmt.Errorf("first administrator: %w", err)
	}
	return added, nil
}

// An AreaName is how an area is called.
type AreaName struct {
	ID    geo.AreaID
	Code  string
	Level string // its key
	Name  string // in its newest boundary
}

// AreasCoded returns the areas with a code, of any level.
func (db *DB) AreasCoded(ctx context.Context, code string) ([]AreaName, error) {
	if code == "" {
		return nil, nil
	}
	return db.areaNames(ctx, args{"code": code, "areas": nil})
}

// AreaNames returns how areas are called, by their ids.
func (db *DB) AreaNames(ctx context.Context, ids []geo.AreaID) (map[geo.AreaID]AreaName, error) {
	list, err := db.areaNames(ctx, args{"code": "", "areas": append([]geo.AreaID{}, ids...)})
	names := map[geo.AreaID]AreaName{}
	for _, name := range list {
		names[name.ID] = name
	}
	return names, err
}

func (db *DB) areaNames(ctx context.Context, which args) ([]AreaName, error) {
	rows, err := db.loader.Query(ctx, query("person_areas"), which)
	if err == nil {
		var names []AreaName
		if names, err = pgx.CollectRows(rows, pgx.RowToStructByPos[AreaName]); err == nil {
			return names, nil
		}
	}
	return nil, fmt.Errorf("names of areas: %w", err)
}
