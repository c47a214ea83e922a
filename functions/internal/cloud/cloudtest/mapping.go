package main

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"

	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/cloud/standin"
)

// mappings are what the template has between tables and functions, each at the
// beginning of its stream.
func (s *stack) mappings() (all []standin.Mapping) {
	for _, name := range s.template.OfType("AWS::Lambda::EventSourceMapping") {
		p := sam.Dict(sam.Value(s.template.Properties(name)))
		table, _, _ := strings.Cut(sam.Str(p, "EventSourceArn"), ".")
		all = append(all, standin.Mapping{Name: name, Template: s.template, Invoke: s.invoke, GivenUp: s.givenUp,
			Function: s.functionOf(sam.Str(p, "FunctionName")),
			Source:   &standin.Stream{Client: dynamodbstreams.NewFromConfig(s.settings), Table: table}})
	}
	return all
}

// functionOf is the function of a resource.
func (s *stack) functionOf(resource string) string {
	for function, name := range s.template.Functions() {
		if name == resource {
			return function
		}
	}
	return ""
}
