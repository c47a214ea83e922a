package cloud

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ssm"

	"greenroom/functions/internal/agency"
	"greenroom/site/content"
)

// config is everything a function is told by its environment. template.yaml
// sets it; a test holds both to the same names.
type config struct {
	OpenTable       string // OPEN_TABLE: name of the table of the open space
	PrivateTable    string // PRIVATE_TABLE: name of the table of the private space
	SiteBucket      string // SITE_BUCKET: name of the bucket that CloudFront serves
	FilesBucket     string // FILES_BUCKET: name of the bucket of what people upload, which nobody serves
	BaseURL         string // BASE_URL: https:// and the host of the site, without a slash at the end
	MailFrom        string // MAIL_FROM: bare address that mail is sent from, verified in SES
	MailSettings    string // MAIL_SETTINGS: name of the SES configuration set that every mail goes by
	SecretParameter string // SECRET_PARAMETER: SSM SecureString, the agency's secret in base64
	OriginParameter string // ORIGIN_SECRET_PARAMETER: SSM parameter with what CloudFront sends in X-Origin-Verify
}

// field returns where the variable called name is kept.
func (c *config) field(name string) *string {
	switch name {
	case "OPEN_TABLE":
		return &c.OpenTable
	case "PRIVATE_TABLE":
		return &c.PrivateTable
	case "SITE_BUCKET":
		return &c.SiteBucket
	case "FILES_BUCKET":
		return &c.FilesBucket
	case "BASE_URL":
		return &c.BaseURL
	case "MAIL_FROM":
		return &c.MailFrom
	case "MAIL_SETTINGS":
		return &c.MailSettings
	case "SECRET_PARAMETER":
		return &c.SecretParameter
	case "ORIGIN_SECRET_PARAMETER":
		return &c.OriginParameter
	}
	panic("no field for variable " + name)
}

// variables are what each function reads, and all it reads: what a function
// has no use for it is not told. Its keys are the functions there are.
func variables() map[string][]string {
	http := []string{"OPEN_TABLE", "PRIVATE_TABLE", "BASE_URL", "SECRET_PARAMETER", "ORIGIN_SECRET_PARAMETER"}
	withFiles := append(slices.Clone(http), "FILES_BUCKET")
	return map[string][]string{
		"accounts":     http,
		"applications": http,
		"briefs":       http,
		"clock":        {"OPEN_TABLE", "PRIVATE_TABLE", "BASE_URL"},
		"comments":     http,
		"deliver":      {"PRIVATE_TABLE", "BASE_URL", "MAIL_FROM", "MAIL_SETTINGS", "SECRET_PARAMETER"},
		"desk":         withFiles,
		"publish":      {"OPEN_TABLE", "SITE_BUCKET", "BASE_URL"},
		"submissions":  withFiles,
	}
}

// readConfig reads what the function needs. Its error names everything that is
// missing or cannot be.
func readConfig(function string, getenv func(string) string) (config, error) {
	names, known := variables()[function]
	if !known {
		return config{}, fmt.Errorf("reading environment: there is no function %q", function)
	}
	var c config
	var faults []error
	for _, name := range names {
		value := getenv(name)
		if value == "" {
			faults = append(faults, fmt.Errorf("%s is not set: template.yaml sets it for function %s", name, function))
			continue
		}
		*c.field(name) = value
	}
	faults = append(faults, c.check(names)...)
	if len(faults) > 0 {
		return config{}, fmt.Errorf("reading environment: %w", errors.Join(faults...))
	}
	return c, nil
}

func (c *config) check(names []string) (faults []error) {
	if c.BaseURL != "" {
		if err := content.CheckBaseURL(c.BaseURL); err != nil {
			faults = append(faults, fmt.Errorf("BASE_URL: %w", err))
		}
	}
	if slices.Contains(names, "MAIL_FROM") && c.MailFrom != "" && !agency.Mailbox(c.MailFrom) {
		faults = append(faults, errors.New("MAIL_FROM is not a bare address such as hello@greenroom.example"))
	}
	return faults
}

// parameter reads a secret from SSM.
func parameter(ctx context.Context, client *ssm.Client, name string) (string, error) {
	out, err := client.GetParameter(ctx, &ssm.GetParameterInput{Name: &name, WithDecryption: new(true)})
	if err != nil {
		return "", fmt.Errorf("reading parameter %s: %w", name, err)
	}
	return strings.TrimSpace(*out.Parameter.Value), nil
}

// secret reads the agency's secret, which is in base64.
func secret(ctx context.Context, client *ssm.Client, name string) ([]byte, error) {
	text, err := parameter(ctx, client, name)
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("parameter %s is not base64", name) // the cause would quote the secret
	}
	return raw, nil
}
