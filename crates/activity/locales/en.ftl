# Where something happened to a node that the reader may not see, or that is gone.
hidden = something that is not public
# Where a newer version of the hub has written what this one cannot put into words.
unknown = { $subject }: { $verb }
# Someone whom the reader may not see, or who was erased.
hidden-person = someone
