// Takes the place of modules that a bundle doesn't use.
module.exports = {};
