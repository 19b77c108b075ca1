package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
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
// 格物 / Gewu, the time zone Asia/Shanghai, no attribution, no base map.
func (db *DB) Settings(ctx context.Context) (district.Settings, error) {
	s := DefaultSettings()
	rows, err := db.pool.Query(ctx, query("settings"))
	if err != nil {
		return s, fmt.Errorf("settings: %w", err)
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
	if err != nil {
		return s, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

// SetSettings keeps settings and adds a version, unless nothing changed. It returns an error that
// wraps ErrSettings when there is no name, the time zone is unknown or the base map no address.
func (db *DB) SetSettings(ctx context.Context, s district.Settings) error {
	if err := checkSettings(s); err != nil {
		return fmt.Errorf("%w: %w", ErrSettings, err)
	}
	values := map[string]json.RawMessage{}
	for key, field := range settingFields(&s) {
		value, err := json.Marshal(field)
		if err != nil {
			return fmt.Errorf("set settings: %s: %w", key, err)
		}
		values[key] = value
	}
	if _, err := db.pool.Exec(ctx, query("settings_set"), args{"settings": values}); err != nil {
		return fmt.Errorf("set settings: %w", err)
	}
	return nil
}

// settingFields says which field of s each key of the table stands for.
func settingFields(s *district.Settings) map[string]any {
	return map[string]any{
		"name":        &s.Name,
		"time_zone":   &s.TimeZone,
		"attribution": &s.Attribution,
		"base_map":    &s.BaseMap,
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
