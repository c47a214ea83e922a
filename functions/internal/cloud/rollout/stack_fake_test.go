package rollout

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// query answers CloudFormation's calls and STS's, which have one form.
func (a *account) query(w http.ResponseWriter, region, body string) {
	form, err := url.ParseQuery(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	action, stack := form.Get("Action"), form.Get("StackName")
	a.note(action, stack)
	inner := ""
	if strings.Contains(stack, "-watch") {
		action += " of alarms"
	}
	switch action {
	case "DescribeStacks of alarms":
		if a.watched[stack+" "+region] == "" {
			refuse(w, "ValidationError", "Stack with id "+stack+" does not exist")
			return
		}
		inner = "<Stacks><member><StackStatus>UPDATE_COMPLETE</StackStatus></member></Stacks>"
	case "CreateStack of alarms", "UpdateStack of alarms":
		form.Del("Action")
		if a.watched[stack+" "+region] == form.Encode() {
			refuse(w, "ValidationError", "No updates are to be performed.")
			return
		}
		if a.watched == nil {
			a.watched = map[string]string{}
		}
		a.watched[stack+" "+region] = form.Encode()
	case "DescribeStackEvents of alarms":
		inner = "<StackEvents><member><EventId>" + fmt.Sprint(len(a.calls)) + "</EventId><ResourceType>AWS::CloudFormation::Stack</ResourceType><LogicalResourceId>" +
			stack + "</LogicalResourceId><ResourceStatus>UPDATE_COMPLETE</ResourceStatus></member></StackEvents>"
	case "GetCallerIdentity":
		inner = "<Account>123456789012</Account>"
	case "DescribeStacks":
		if a.status == "" {
			refuse(w, "ValidationError", "Stack with id "+stack+" does not exist")
			return
		}
		inner = fmt.Sprintf("<Stacks><member><StackStatus>%s</StackStatus><Description>%s</Description></member></Stacks>", a.status, a.description)
	case "CreateStack": // of the artifacts bucket
		a.objects = map[string]string{}
		a.happens(stack, "CREATE_COMPLETE", "")
	case "CreateChangeSet":
		if want := map[bool]string{true: "CREATE", false: "UPDATE"}[a.status == ""]; form.Get("ChangeSetType") != want {
			refuse(w, "ValidationError", "want a change set of type "+want)
			return
		}
		_, a.template, _ = strings.Cut(form.Get("TemplateURL"), ".amazonaws.com/")
	case "DescribeChangeSet":
		inner = a.changeSet()
	case "ExecuteChangeSet":
		if a.overtaken {
			refuse(w, "InvalidChangeSetStatus", "ChangeSet is in OBSOLETE state")
			return
		}
		a.execute(stack)
	case "DescribeStackEvents":
		inner = a.happened()
	case "DescribeStackResource":
		inner = "<StackResourceDetail><PhysicalResourceId>" + form.Get("LogicalResourceId") + "-1</PhysicalResourceId></StackResourceDetail>"
	case "DeleteChangeSet":
	default:
		refuse(w, "InvalidAction", action)
		return
	}
	action, _, _ = strings.Cut(action, " ")
	fmt.Fprintf(w, "<%sResponse><%sResult>%s</%sResult></%sResponse>", action, action, inner, action, action)
}

func refuse(w http.ResponseWriter, code, message string) {
	w.WriteHeader(http.StatusBadRequest)
	fmt.Fprintf(w, "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>", code, message)
}

// changeSet shows the one that was asked for: what a stack is at already is no
// change.
func (a *account) changeSet() string {
	switch {
	case a.refuses != "":
		return "<Status>FAILED</Status><StatusReason>" + a.refuses + "</StatusReason>"
	case a.description == a.described():
		return "<Status>FAILED</Status><StatusReason>The submitted information didn't contain changes.</StatusReason>"
	}
	members := ""
	for _, c := range a.changes {
		members += fmt.Sprintf("<member><Type>Resource</Type><ResourceChange><Action>%s</Action><LogicalResourceId>%s</LogicalResourceId>"+
			"<ResourceType>%s</ResourceType><Replacement>%s</Replacement></ResourceChange></member>", c.action, c.resource, c.kind, c.replacement)
	}
	return "<Status>CREATE_COMPLETE</Status><Changes>" + members + "</Changes>"
}

// described is the description in the change set's template.
func (a *account) described() string {
	_, line, _ := strings.Cut(a.objects[a.template], "Description: ")
	line, _, _ = strings.Cut(line, "\n")
	return line
}

// execute does what the change set says, or fails and goes back.
func (a *account) execute(stack string) {
	kind := map[bool]string{true: "CREATE", false: "UPDATE"}[a.status == ""]
	if a.stopped != nil {
		a.stopped()
		return
	}
	if a.fails != "" {
		a.events = append(a.events, fmt.Sprintf("%d;AWS::Lambda::Function;%s;%s_FAILED;no such layer", len(a.events), a.fails, kind),
			fmt.Sprintf("%d;AWS::SQS::Queue;Other;%s_FAILED;Resource update cancelled", len(a.events)+1, kind))
		a.happens(stack, map[string]string{"CREATE": "ROLLBACK_COMPLETE", "UPDATE": "UPDATE_ROLLBACK_COMPLETE"}[kind], "")
		return
	}
	a.description = a.described()
	a.happens(stack, kind+"_COMPLETE", "")
}

func (a *account) happens(stack, status, why string) {
	a.events = append(a.events, fmt.Sprintf("%d;AWS::CloudFormation::Stack;%s;%s;%s", len(a.events), stack, status, why))
	if stack != artifactsStack {
		a.status = status
	}
}

// happened lists events, newest first.
func (a *account) happened() string {
	members := ""
	for _, line := range a.events {
		f := strings.Split(line, ";")
		members = fmt.Sprintf("<member><EventId>%s</EventId><ResourceType>%s</ResourceType><LogicalResourceId>%s</LogicalResourceId>"+
			"<ResourceStatus>%s</ResourceStatus><ResourceStatusReason>%s</ResourceStatusReason></member>", f[0], f[1], f[2], f[3], f[4]) + members
	}
	return "<StackEvents>" + members + "</StackEvents>"
}
