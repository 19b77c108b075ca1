package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gewu/analysis"
	"gewu/geo"
)

const analyzeHelp = `Answer what a leader asks of a district's issues, as GET /v1/analysis/WHAT does: the same bytes.

  load       where the work is: incidents by place, km² and month
  rate       incidents per 1,000 households a month, with exact limits
  hot        which places have more than chance explains
  change     what is new, growing, lasting or cooling; ended: what is over
  compare    more than the days before, or than last year?
  clusters, scan, silence, reach, balance, coverage, score: see docs/analysis.md
  report     all that matters of an area on one page, as PDF; its words and figures with --format json

  gewu analyze load --area 350420001001 --days 30
  gewu analyze hot --kind 09009 --format geojson -o hot.geojson
  gewu analyze compare --level community --against year --format csv
  gewu analyze report --area 350420001001 --days 30 --language zh -o report.pdf

Without --area it is about the district. A period runs until the day before --until; by default it
is the last 90 days that are over. What cannot be tested is said in words, with exit code 1.`

// analyzeFlags are the parameters of questions and what they say.
var analyzeFlags = map[string]string{
	"from": "the first day, YYYY-MM-DD", "until": "the first day that is not counted; today unless given", "days": "length of the period",
	"kind": "codes of kinds of issues, or of their large classes, between commas", "level": "what is counted: cell, grid, section, community or street",
	"cell": "side of squares in metres: 50 to 1000", "q": "false discovery rate", "counts": "hot: yes tests raw counts, which only show where people live",
	"robust":  "hot: yes tells in what share of 75 layings of the squares a place is hot",
	"against": "compare: before or year", "bandwidth": "load: of the heat map, metres", "step": "change, scan: days in a step",
	"seasonal": "change, ended: yes holds spots against the same days of the year before",
	"metres":   "clusters: how near incidents of one lie", "least": "clusters: how many make one", "within": "clusters: days apart at most; 0: any",
	"replicates": "scan: how often chance is drawn", "seed": "scan: of the draws", "minutes": "reach: on foot", "speed": "reach: km an hour",
	"weights": "balance: what an incident of a kind or large class counts as, such as 06:2,09009:0.5", "per_post": "balance: households for one member of staff",
	"facility": "reach: kinds of facilities between commas", "list": "coverage: the list that is turned over", "after": "coverage: how many of its items are passed over",
}

// An analyzing is the settings of one `gewu analyze`.
type analyzing struct {
	place    place
	area     string
	language string
	format   string
	output   string
	font     string // of the report
	baseURL  string // that the report names
}

func analyzeCommand(std Streams) *cobra.Command {
	var a analyzing
	cmd := &cobra.Command{
		Use:   "analyze WHAT",
		Short: "Tell where issues cluster and where nobody looks",
		Long:  analyzeHelp,
		Args:  exactly("what to analyse (load, rate, hot …)"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.run(cmd.Context(), args[0], a.values(cmd.Flags()), std)
		},
	}
	f := cmd.Flags()
	a.place.bind(cmd)
	f.StringVar(&a.area, "area", "", "the code of the area or grid; the district unless given")
	f.StringVar(&a.format, "format", "", "json, geojson, csv or provenance (how the answer was made); of the report pdf or json")
	f.StringVar(&a.language, "language", languageOf(os.Getenv), "of refusals and of the report: en or zh")
	f.StringVar(&a.font, "font", "", "report: TrueType font with Chinese to print with; by default that of Debian's fonts-droid-fallback")
	f.StringVar(&a.baseURL, "base-url", "", "report: the address that visitors use, as gewu serve has it")
	f.StringVarP(&a.output, "output", "o", "-", "the file to write; - is standard output")
	for name, words := range analyzeFlags {
		f.String(name, "", words)
	}
	return cmd
}

// values returns the parameters that were given.
func (a *analyzing) values(flags *pflag.FlagSet) map[string][]string {
	values := map[string][]string{}
	if a.format != "" {
		values["format"] = []string{a.format}
	}
	flags.Visit(func(f *pflag.Flag) {
		if _, is := analyzeFlags[f.Name]; is {
			values[f.Name] = []string{f.Value.String()}
		}
	})
	return values
}

func (a *analyzing) run(ctx context.Context, what string, values map[string][]string, std Streams) (err error) {
	db, closeDB, err := a.place.share(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeDB()) }()
	read, err := db.Evidence(ctx)
	if err != nil {
		return err
	}
	evidence := *read
	evidence.Program = version
	text, err := a.made(ctx, &evidence, what, values, std)
	if err != nil {
		return err
	}
	out, finish, err := create(a.output, std.Out)
	if err != nil {
		return err
	}
	_, err = out.Write(text)
	return finish(err)
}

// made is the report, or the answer to a question.
func (a *analyzing) made(ctx context.Context, e *analysis.Evidence, what string, values map[string][]string, std Streams) ([]byte, error) {
	if what == reportWhat {
		return a.page(ctx, e, values)
	}
	return a.answer(ctx, e, what, values, std)
}

// answer asks the question. What is wrong with the question is a mistake of usage; that it cannot be tested is not.
func (a *analyzing) answer(ctx context.Context, e *analysis.Evidence, what string, values map[string][]string, std Streams) ([]byte, error) {
	if a.area != "" {
		id, err := areaWithCode(e, a.area)
		if err != nil {
			return nil, err
		}
		values["area"] = []string{strconv.FormatInt(int64(id), 10)}
	}
	q, err := analysis.Parse(what, values, e.Today)
	if err != nil {
		return nil, a.inWords(err)
	}
	bar := newProgress(std.Err, what, 0)
	defer bar.end()
	answer, err := analysis.Ask(ctx, e, q, func(done, of int) { bar.set(int64(done), int64(of)) })
	if err != nil {
		return nil, a.inWords(err)
	}
	return answer.Encode(q.Format)
}

// inWords says a refusal in the language of the command line. Other errors are returned as they are.
func (a *analyzing) inWords(err error) error {
	var refusal *analysis.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	words := refusal.Words.EN
	if a.language == "zh" {
		words = refusal.Words.ZH
	}
	if refusal.Field == "" {
		return errors.New(words)
	}
	return usage(errors.New(words))
}

// areaWithCode returns the area or grid with a code.
func areaWithCode(e *analysis.Evidence, code string) (geo.AreaID, error) {
	var found []geo.AreaID
	var names []string
	note := func(id geo.AreaID, areaCode, name string) {
		if areaCode == code {
			found, names = append(found, id), append(names, name)
		}
	}
	for i := range e.Areas {
		note(e.Areas[i].ID, e.Areas[i].Code, e.Areas[i].Name)
	}
	for i := range e.Grounds {
		note(e.Grounds[i].ID, e.Grounds[i].Code, e.Grounds[i].Name)
	}
	switch len(found) {
	case 0:
		return 0, usage(fmt.Errorf("there is no area with the code %q", code))
	case 1:
		return found[0], nil
	default:
		return 0, usage(fmt.Errorf("several areas have the code %q: %s", code, strings.Join(names, ", ")))
	}
}
