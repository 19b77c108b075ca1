package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/district"
)

// ErrSettings is wrapped by the error about settings that make no sense.
var ErrSettings = errors.New("settings make no sense")

// DefaultSettings are those of a district that has set none.
func DefaultSettings() district.Settings {
	return district.Settings{
		Name:     district.Text{ZH: "格物", EN: "Gewu"},
		TimeZone: "Asia/Shanghai",

		Visibility: access.Grids,
	}
}

// Settings returns the settings of the district, each at its default until it is set: the name
// 格物 / Gewu, the time zone Asia/Shanghai, no attribution, no base map, and visitors see grids.
func (db *DB) Settings(ctx context.Context) (district.Settings, error) {
	s, err := readSettings(ctx, db.loader)
	if err != nil {
		return s, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

func readSettings(ctx context.Context, from reader) (district.Settings, error) {
	s := DefaultSettings()
	rows, err := from.Query(ctx, query("settings"))
	if err != nil {
		return s, err
	}
	var key string
	var value []byte
	_, err = pgx.ForEachRow(rows, []any{&key, &value}, func() error {
		field, known := settingFields(&s)[key]
		if !known {
			return nil
		}
		if err := json.Unmarshal(value, field); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		return nil
	})
	return s, err
}

// SetSettings keeps settings and adds a version, unless nothing changed. Without a Visibility
// visitors see what they saw before. It returns an error that wraps ErrSettings when there is no
// name, the time zone or the visibility is unknown or the base map no address.
func (db *DB) SetSettings(ctx context.Context, actor *access.Actor, s district.Settings) error {
	if err := checkSettings(s); err != nil {
		return fmt.Errorf("%w: %w", ErrSettings, err)
	}
	err := db.write(ctx, actor, operationOf(actor, "PATCH /v1/settings", "gewu settings"), func(tx pgx.Tx) (access.Entry, error) {
		return changeSettings(ctx, tx, s)
	})
	if err != nil {
		return fmt.Errorf("set settings: %w", err)
	}
	return nil
}

// changeSettings sets those settings that are other ones, and tells them as they were and are.
func changeSettings(ctx context.Context, tx pgx.Tx, s district.Settings) (access.Entry, error) {
	old, err := readSettings(ctx, tx)
	if err != nil {
		return access.Entry{}, err
	}
	if s.Visibility == "" {
		s.Visibility = old.Visibility
	}
	before, after := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	fields := settingFields(&s)
	for key, field := range settingFields(&old) {
		was, is := record(field), record(fields[key])
		if string(was) != string(is) {
			before[key], after[key] = was, is
		}
	}
	if len(after) == 0 {
		return access.Entry{}, errUnchanged
	}
	_, err = tx.Exec(ctx, query("settings_set"), args{"settings": after})
	return access.Entry{Noun: "setting", Before: record(before), After: record(after)}, err
}

// SetNotice says whether visitors see who holds a post, and adds a version, unless nothing changed.
// It returns access.ErrNoPost for a post that does not exist.
func (db *DB) SetNotice(ctx context.Context, actor *access.Actor, post int64, notice bool) error {
	err := db.write(ctx, actor, operationOf(actor, "PATCH /v1/settings", "gewu settings"), func(tx pgx.Tx) (access.Entry, error) {
		return changeNotice(ctx, tx, post, notice)
	})
	if err != nil {
		return fmt.Errorf("set notice of post %d: %w", post, err)
	}
	return nil
}

func changeNotice(ctx context.Context, tx pgx.Tx, post int64, notice bool) (e access.Entry, err error) {
	var key string
	var old bool
	err = tx.QueryRow(ctx, query("post_notice"), args{"post": post}).Scan(&key, &old)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return e, access.ErrNoPost
	case err != nil:
		return e, err
	case old == notice:
		return e, errUnchanged
	}
	_, err = tx.Exec(ctx, query("post_notice_set"), args{"post": post, "notice": notice})
	e.Noun, e.Object = "post", fmt.Sprintf("%s (%d)", key, post)
	e.Before, e.After = record(map[string]bool{"notice": old}), record(map[string]bool{"notice": notice})
	return e, err
}

// settingFields says which field of s each key of the table stands for.
func settingFields(s *district.Settings) map[string]any {
	return map[string]any{
		"name":        &s.Name,
		"time_zone":   &s.TimeZone,
		"attribution": &s.Attribution,
		"base_map":    &s.BaseMap,
		"visibility":  &s.Visibility,
	}
}

// checkSettings returns everything that is wrong with settings, joined, or nil.
func checkSettings(s district.Settings) error {
	var wrong []error
	if strings.TrimSpace(s.Name.ZH) == "" && strings.TrimSpace(s.Name.EN) == "" {
		wrong = append(wrong, errors.New("the district has no name"))
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "" || s.TimeZone == "Local" {
		wrong = append(wrong, fmt.Errorf("time zone %q is not known", s.TimeZone))
	}
	if s.Visibility != "" && !slices.Contains(access.Visibilities, s.Visibility) {
		wrong = append(wrong, fmt.Errorf("visibility %q is not one of %v", s.Visibility, access.Visibilities))
	}
	if s.BaseMap != nil {
		wrong = append(wrong, checkBaseMap(s.BaseMap.URL))
	}
	return errors.Join(wrong...)
}

func checkBaseMap(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("base map %q is not an http or https address", address)
	}
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if !strings.Contains(address, part) {
			return fmt.Errorf("base map %q has no %s", address, part)
		}
	}
	return nil
}
