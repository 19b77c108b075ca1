package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gewu/district"
)

const settingsHelp = `Show what is set for the district as a whole, or set it:

  gewu settings
  gewu settings name_zh=梅列区 name_en="Meilie District" time_zone=Asia/Shanghai
  gewu settings attribution="© OpenStreetMap contributors"
  gewu settings base_map_url='https://tiles.example.org/{z}/{x}/{y}.png' base_map_attribution=Example
  gewu settings visibility=counts

What visitors see who are not signed in (visibility) is nothing, grids (the published grids and who
holds the posts that are put on notice; so it is at first), or counts (and how many issues each grid
had, small numbers hidden).`

func settingsCommand(std Streams) *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "settings [NAME=VALUE ...]",
		Short: "Show or set the district's name, time zone, attribution, base map, and what visitors see",
		Long:  settingsHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := change(&district.Settings{}, args); err != nil {
				return usage(err)
			}
			return settings(cmd.Context(), p, args, std.Out)
		},
	}
	p.bind(cmd)
	return cmd
}

func settings(ctx context.Context, p place, changes []string, out io.Writer) (err error) {
	db, closeDB, err := p.share(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeDB()) }()
	s, err := db.Settings(ctx)
	if err != nil {
		return err
	}
	if len(changes) > 0 {
		if err := change(&s, changes); err != nil {
			return err
		}
		if err := db.SetSettings(ctx, console(), s); err != nil {
			return err
		}
	}
	values := settingsOf(&s)
	for _, name := range settingNames {
		fmt.Fprintf(out, "%s=%s\n", name, *values[name])
	}
	return nil
}

// settingNames are the settings in the order in which they are shown.
var settingNames = []string{"name_zh", "name_en", "time_zone", "attribution", "base_map_url", "base_map_attribution", "visibility"}

// settingsOf returns where each setting is kept. A base map is made where there is none.
func settingsOf(s *district.Settings) map[string]*string {
	if s.BaseMap == nil {
		s.BaseMap = &district.BaseMap{}
	}
	return map[string]*string{
		"name_zh": &s.Name.ZH, "name_en": &s.Name.EN, "time_zone": &s.TimeZone, "attribution": &s.Attribution,
		"base_map_url": &s.BaseMap.URL, "base_map_attribution": &s.BaseMap.Attribution,
		"visibility": (*string)(&s.Visibility),
	}
}

// change makes the changes, each NAME=VALUE, and tells all that are none. A base map without
// an address is no base map.
func change(s *district.Settings, changes []string) error {
	values := settingsOf(s)
	var wrong mistakes
	for _, one := range changes {
		name, value, both := strings.Cut(one, "=")
		if !both || !slices.Contains(settingNames, name) {
			wrong.add(fmt.Errorf("%q should be NAME=VALUE, with one of the names %s", one, strings.Join(settingNames, ", ")))
			continue
		}
		*values[name] = value
	}
	if s.BaseMap.URL == "" {
		s.BaseMap = nil
	}
	return errors.Join(wrong...)
}
