package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// Streams are the program's standard input, output and error.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Exit codes of the program.
const (
	exitDone  = 0
	exitError = 1 // the work could not be done
	exitUsage = 2 // the command line or the environment is wrong
)

// Run runs the program with the arguments after its name and returns its exit code. It is
// all of main but the process: tests call it.
func Run(ctx context.Context, args []string, std Streams) int {
	root := rootCommand(std) //nolint:contextcheck // commands take the context that runs them
	root.SetArgs(args)
	root.SetIn(std.In)
	root.SetOut(std.Out)
	root.SetErr(std.Err)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, new(usageError)):
		fmt.Fprintf(std.Err, "gewu: %s\n", err)
		return exitUsage
	case errors.Is(err, errProblems):
		return exitProblems
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(std.Err, "gewu: stopped")
		return exitError
	default:
		fmt.Fprintf(std.Err, "gewu: %s\n", oneLine(err))
		return exitError
	}
}

// oneLine is err's text on one line, as errors are shown.
func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}

const rootHelp = `Gewu (格物) gives every community its grid map: which grid a place is in, who is
responsible there, and where issues cluster.

Start here:
  gewu serve --demo                 a map of an invented district, at http://127.0.0.1:8080
  gewu import areas FILE --level community
  gewu import grids FILE            then your own: boundaries, grids, buildings, issues, staff
  gewu locate points.csv --crs wgs84 --grids grids.geojson
                                    the grid of every row, without any database

Data live in a private PostGIS in ./data (--data), or in yours (--database-url).
Every flag can be set in the environment: --database-url is GEWU_DATABASE_URL.`

func rootCommand(std Streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "gewu",
		Short:         "Every community its grid map",
		Long:          rootHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.AddCommand(
		serveCommand(std), demoCommand(std), importCommand(std), exportCommand(std),
		locateCommand(std), analyzeCommand(std), proposeCommand(std), checkCommand(std), settingsCommand(std), auditCommand(std), userCommand(std),
		mergeCommand(std), planCommand(std), backupCommand(std), restoreCommand(std), doctorCommand(std), versionCommand(),
	)
	for _, cmd := range root.Commands() {
		configure(cmd)
	}
	return root
}

// noArguments refuses arguments, and names a mistyped command.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		return usage(fmt.Errorf("there is no command %q; `gewu --help` lists them", args[0]))
	}
	return usage(fmt.Errorf("%s takes no argument, and %q was given", cmd.CommandPath(), args[0]))
}

// exactly demands as many arguments as names has, and calls them by those names.
func exactly(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == len(names) {
			return nil
		}
		return usage(fmt.Errorf("%s needs %s, and %d given; see `%s --help`",
			cmd.CommandPath(), strings.Join(names, " and "), len(args), cmd.CommandPath()))
	}
}
