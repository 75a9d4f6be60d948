use super::*;

#[test]
fn the_built_in_policies_fit() {
    Policy::read(Policy::built_in_text()).unwrap();
}
