package main

import (
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A usageError is a mistake in the command line or the environment. Several are joined and
// shown a line each.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// usage marks err as a mistake of usage.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

// mistakes collects what is wrong with a command's settings, so that all is told at once.
type mistakes []error

// add notes err, if it is one.
func (m *mistakes) add(err error) {
	if err != nil {
		*m = append(*m, err)
	}
}

// configure lets every flag of cmd be set by its environment variable too, and makes the
// values that do not fit be reported together, before cmd runs.
func configure(cmd *cobra.Command) {
	var wrong mistakes
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		f.Value = lenient{f.Value, "--" + f.Name, &wrong}
		f.Usage += " [" + variable(f.Name) + "]"
	})
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if value, is := os.LookupEnv(variable(f.Name)); is && !f.Changed && f.Name != "help" {
				wrong.add(fromEnvironment(f, value))
			}
		})
		if len(wrong) > 0 {
			return usage(errors.Join(wrong...))
		}
		return run(cmd, args)
	}
}

// variable is the environment variable of a flag: GEWU_DATABASE_URL for database-url.
func variable(flag string) string {
	return "GEWU_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

func fromEnvironment(f *pflag.Flag, value string) error {
	inner, is := f.Value.(lenient)
	if !is {
		return f.Value.Set(value)
	}
	if err := inner.Value.Set(value); err != nil {
		return &badValue{variable(f.Name), value, err}
	}
	f.Changed = true
	return nil
}

// lenient is a flag's value that takes a bad text without stopping the reading of flags.
type lenient struct {
	pflag.Value
	name  string
	wrong *mistakes
}

func (v lenient) Set(text string) error {
	if err := v.Value.Set(text); err != nil {
		v.wrong.add(&badValue{v.name, text, err})
	}
	return nil
}

// IsBoolFlag lets --flag stand for --flag=true where the value is a boolean.
func (v lenient) IsBoolFlag() bool { return v.Type() == "bool" }

type badValue struct {
	name, text string
	err        error
}

func (b *badValue) Error() string {
	reason := b.err.Error()
	if i := strings.LastIndex(reason, ": "); i >= 0 && strings.HasPrefix(reason, "strconv.") {
		reason = reason[i+2:]
	}
	return b.name + " is " + quoted(b.text) + ": " + reason
}

func (b *badValue) Unwrap() error { return b.err }

func quoted(s string) string { return `"` + s + `"` }
