hidden = un élément qui n’est pas public
unknown = { $subject } : { $verb }
hidden-person = une personne
