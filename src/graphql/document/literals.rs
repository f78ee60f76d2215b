//! The literal arguments of a document, held against the schema once.
//!
//! The library lets many bad literals through and turns them into field errors beside other data.
//! Unknown arguments and types, and a few unknown fields, are passed over: validation names them.

use async_graphql::Value;
use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Pos, Positioned};

use super::analyse::Analysed;
use super::coerce::{Coercion, Usage, variable_slot};
use super::problem::Subject;
use super::refusal::{Code, Refusal, Refused, none_of, shortened};
use super::type_map::{Input, TypeMap};
use super::usages::Usages;

/// Validation compares each unknown field with all fields of its type, letter by letter, to suggest
/// another: 70 ms for a document full of them. Beyond this number they are refused without.
const MOST_UNKNOWN_FIELDS: usize = 10;

/// Checks every literal of the document and says where it uses which variable.
pub(super) fn check<'d>(
    document: &'d ExecutableDocument,
    operations: &[Analysed<'d>],
    types: &TypeMap,
) -> Result<Usages<'d>, Refused> {
    let mut walk = Walk {
        types,
        refusals: Vec::new(),
        unknown_fields: Vec::new(),
        usages: Vec::new(),
    };
    let mut usages = Usages::default();
    for operation in operations {
        walk.operation(&operation.definition.node);
        usages.of_operations.push(std::mem::take(&mut walk.usages));
    }
    for (name, fragment) in &document.fragments {
        let on = fragment.node.type_condition.node.on.node.as_str();
        walk.directives(&fragment.node.directives);
        walk.selections(&fragment.node.selection_set.node, Some(on));
        usages
            .of_fragments
            .insert(name.as_str(), std::mem::take(&mut walk.usages));
    }
    none_of(walk.refusals)?;
    if walk.unknown_fields.len() > MOST_UNKNOWN_FIELDS {
        none_of(walk.unknown_fields)?;
    }
    Ok(usages)
}

struct Walk<'t> {
    types: &'t TypeMap,
    refusals: Vec<Refusal>,
    unknown_fields: Vec<Refusal>,
    /// Of the operation or fragment at hand.
    usages: Vec<Usage>,
}

impl Walk<'_> {
    fn operation(&mut self, operation: &OperationDefinition) {
        self.directives(&operation.directives);
        for variable in &operation.variable_definitions {
            self.directives(&variable.node.directives);
            if let Some(default) = &variable.node.default_value {
                let mut coercion = Coercion::of_literal(self.types, default.pos);
                let value = default.node.clone();
                if let Err(problem) = coercion.coerce(&variable.node.var_type.node, value) {
                    let subject = Subject::DefaultOf(&variable.node.name.node);
                    let refusal = problem.refusal(subject, Code::GraphqlValidationFailed);
                    self.refusals.push(refusal.at(default.pos));
                }
            }
        }
        let root = self.types.root(operation.ty);
        self.selections(&operation.selection_set.node, Some(root));
    }

    /// `on` is the type that the selections are made on, `None` below an unknown field.
    fn selections(&mut self, set: &SelectionSet, on: Option<&str>) {
        for selection in &set.items {
            self.directives(selection.node.directives());
            match &selection.node {
                Selection::Field(field) => self.field(field, on),
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition
                        .map(|condition| condition.node.on.node.as_str())
                        .or(on);
                    self.selections(&inline.node.selection_set.node, on);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn field(&mut self, field: &Positioned<Field>, on: Option<&str>) {
        let name = field.node.name.node.as_str();
        // The library's rules never look at this field.
        if name == "__typename" {
            let sub_selections = !field.node.selection_set.node.items.is_empty();
            if sub_selections || !field.node.arguments.is_empty() {
                let message = r#"field "__typename" takes no arguments and no selections"#;
                let refusal = Refusal::new(Code::GraphqlValidationFailed, message);
                self.refusals.push(refusal.at(field.pos));
            }
        }
        let types = self.types;
        let known = on.and_then(|on| types.field(on, name));
        if let (Some(on), None) = (on, known)
            && name != "__typename"
        {
            let name = shortened(name, 60);
            let message = format!(r#"unknown field "{name}" on type "{}""#, shortened(on, 60));
            let refusal = Refusal::new(Code::GraphqlValidationFailed, message);
            self.unknown_fields.push(refusal.at(field.pos));
        }
        for (argument, value) in &field.node.arguments {
            let input = known.and_then(|known| named(&known.arguments, &argument.node));
            let subject = Subject::Argument {
                name: &argument.node,
                of: name,
            };
            let Ok(literal) = value.node.clone().into_const_with(variable_slot);
            self.argument(subject, input, value.pos, literal);
        }
        self.selections(
            &field.node.selection_set.node,
            known.map(|known| &*known.ty),
        );
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) {
        let types = self.types;
        for directive in directives {
            let name = directive.node.name.node.as_str();
            let known = types.directive(name);
            let shown = format!("@{name}");
            for (argument, value) in &directive.node.arguments {
                let input = known.and_then(|known| named(known, &argument.node));
                let subject = Subject::Argument {
                    name: &argument.node,
                    of: &shown,
                };
                let Ok(literal) = value.node.clone().into_const_with(variable_slot);
                self.argument(subject, input, value.pos, literal);
            }
        }
    }

    fn argument(&mut self, subject: Subject<'_>, input: Option<&Input>, pos: Pos, value: Value) {
        let mut coercion = Coercion::of_literal(self.types, pos);
        match input {
            None => coercion.note_variables(&value),
            Some(input) => {
                if let Err(problem) = coercion.coerce_argument(input, value) {
                    let refusal = problem.refusal(subject, Code::GraphqlValidationFailed);
                    self.refusals.push(refusal.at(pos));
                }
            }
        }
        self.usages.append(&mut coercion.usages);
    }
}

fn named<'t>(inputs: &'t [Input], name: &str) -> Option<&'t Input> {
    inputs.iter().find(|input| *input.name == *name)
}
